package dev.shindan.agent.fleet;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.settings.Glob;
import dev.shindan.agent.settings.WrongInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which targets of the inventory are meant, as people write it: parts divided by commas, each a
 * name, a name with {@code *} and {@code ?}, {@code role=web}, {@code service=nginx}, {@code
 * zone=a} (any attribute) or {@code @file} with one part a line; {@code !part} takes away.
 */
public final class HostPattern {
  /** A file that names itself would never end. */
  private static final int NESTED_MAX = 5;

  private final Inventory inventory;
  private final SequencedSet<String> chosen = new LinkedHashSet<>();

  private HostPattern(Inventory inventory) {
    this.inventory = inventory;
  }

  /**
   * The names of the chosen targets, in the order of the pattern and then of the inventory.
   *
   * @throws WrongInput when a part chooses nothing, or all of them together do
   */
  public static List<String> choose(String pattern, Inventory inventory) {
    HostPattern choice = new HostPattern(inventory);
    choice.takeAll(pattern, 0);
    if (choice.chosen.isEmpty()) {
      throw new WrongInput("hosts '" + pattern + "'", "choose no host of the inventory");
    }
    return List.copyOf(choice.chosen);
  }

  private void takeAll(String pattern, int depth) {
    List<String> parts = new ArrayList<>();
    for (String part : pattern.split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    for (String part : parts) {
      take(part, depth);
    }
  }

  private void take(String part, int depth) {
    if (part.startsWith("@")) {
      takeFile(part.substring(1), depth);
    } else if (part.startsWith("!")) {
      chosen.removeAll(matching(part.substring(1)));
    } else {
      chosen.addAll(matching(part));
    }
  }

  private void takeFile(String file, int depth) {
    if (depth >= NESTED_MAX) {
      throw new WrongInput("@" + file, "lists that name lists go deeper than " + NESTED_MAX);
    }
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        takeAll(line.replaceFirst("#.*", ""), depth + 1);
      }
    } catch (IOException missing) {
      throw new WrongInput("@" + file, "cannot be read; a file with one host a line was expected");
    }
  }

  private List<String> matching(String part) {
    Predicate<Target> test = test(part);
    List<String> names = inventory.targets().stream().filter(test).map(Target::name).toList();
    if (names.isEmpty()) {
      throw new WrongInput("hosts '" + part + "'", "match no target of the inventory");
    }
    return names;
  }

  private static Predicate<Target> test(String part) {
    int equals = part.indexOf('=');
    if (equals < 0) {
      Pattern name = Glob.of(part);
      return target -> name.matcher(target.name()).matches();
    }
    String key = part.substring(0, equals);
    Pattern value = Glob.of(part.substring(equals + 1));
    return switch (key) {
      case "role" -> target -> any(target.roles(), value);
      case "service" -> target -> any(target.services(), value);
      default -> target -> value.matcher(target.attributes().getOrDefault(key, "\0")).matches();
    };
  }

  private static boolean any(List<String> words, Pattern value) {
    return words.stream().anyMatch(word -> value.matcher(word).matches());
  }
}
