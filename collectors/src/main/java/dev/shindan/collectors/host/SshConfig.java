package dev.shindan.collectors.host;

import dev.shindan.agent.settings.Glob;
import dev.shindan.agent.settings.WrongInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a file of ssh_config(5) says about hosts, of the keywords {@code Host}, {@code HostName},
 * {@code User}, {@code Port}, {@code IdentityFile}, {@code ProxyJump} and {@code Include}. As in
 * OpenSSH the first value found counts. What stands under {@code Match} is left out, and no other
 * keyword has an effect: nothing of the file is ever run.
 */
final class SshConfig {
  static final SshConfig EMPTY = new SshConfig(List.of());

  private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z]+)(?:\\s*=\\s*|\\s+)(.*?)\\s*");
  private static final int INCLUDES_MAX = 8;
  private static final String NO_HOST = "!*";

  private record Value(List<String> hosts, String keyword, String value) {}

  private final List<Value> values;

  private SshConfig(List<Value> values) {
    this.values = List.copyOf(values);
  }

  /**
   * @param home for {@code ~/}, and {@code ~/.ssh} for included files
   */
  static SshConfig read(Path file, Path home) {
    List<Value> values = new ArrayList<>();
    read(file, home, List.of("*"), values, 0);
    return new SshConfig(values);
  }

  private static void read(
      Path file, Path home, List<String> within, List<Value> values, int depth) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException missing) {
      throw new WrongInput(file.toString(), "cannot be read; an ssh_config(5) file was expected");
    }
    List<String> hosts = within;
    for (int number = 1; number <= lines.size(); number++) {
      String text = lines.get(number - 1);
      if (text.isBlank() || text.strip().startsWith("#")) {
        continue;
      }
      Matcher line = LINE.matcher(text);
      if (!line.matches()) {
        throw new WrongInput(file + ":" + number, "a keyword and its value were expected");
      }
      String keyword = line.group(1).toLowerCase(Locale.ROOT);
      String value = unquoted(line.group(2));
      switch (keyword) {
        case "host" -> hosts = List.of(value.split("\\s+"));
        case "match" -> hosts = List.of(NO_HOST);
        case "include" -> {
          for (Path included : included(value, home)) {
            if (depth >= INCLUDES_MAX) {
              throw new WrongInput(file + ":" + number, "Include goes too deep");
            }
            read(included, home, hosts, values, depth + 1);
          }
        }
        default -> values.add(new Value(hosts, keyword, value));
      }
    }
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static List<Path> included(String patterns, Path home) {
    List<Path> files = new ArrayList<>();
    for (String written : patterns.split("\\s+")) {
      Path path = written.startsWith("~/") ? home.resolve(written.substring(2)) : Path.of(written);
      Path pattern = path.isAbsolute() ? path : home.resolve(".ssh").resolve(path);
      Pattern name = Glob.of(String.valueOf(pattern.getFileName()));
      Path directory = pattern.toAbsolutePath().getParent();
      if (directory == null || !Files.isDirectory(directory)) {
        // as in OpenSSH, a pattern that matches nothing includes nothing
        continue;
      }
      try (Stream<Path> beside = Files.list(directory)) {
        beside
            .filter(file -> name.matcher(String.valueOf(file.getFileName())).matches())
            .sorted()
            .forEach(files::add);
      } catch (IOException unreadable) {
        throw new WrongInput(pattern.toString(), "an included file was expected to be readable");
      }
    }
    return files;
  }

  Optional<String> hostName(String alias) {
    return first(alias, "hostname").map(name -> name.replace("%h", alias).replace("%%", "%"));
  }

  Optional<String> user(String alias) {
    return first(alias, "user");
  }

  Optional<Integer> port(String alias) {
    return first(alias, "port")
        .map(
            written -> {
              if (!written.matches("[0-9]{1,5}")) {
                throw new WrongInput(
                    "Port of " + alias + " in ssh_config", "a number was expected");
              }
              return Integer.valueOf(written);
            });
  }

  Optional<String> identityFile(String alias) {
    return first(alias, "identityfile").filter(file -> !file.equals("none"));
  }

  /** As written: hosts divided by commas, the first to be reached first. */
  Optional<String> proxyJump(String alias) {
    return first(alias, "proxyjump").filter(jump -> !jump.equals("none"));
  }

  private Optional<String> first(String alias, String keyword) {
    return values.stream()
        .filter(value -> value.keyword().equals(keyword) && applies(value.hosts(), alias))
        .map(Value::value)
        .findFirst();
  }

  private static boolean applies(List<String> patterns, String alias) {
    boolean named = false;
    for (String pattern : patterns) {
      if (pattern.startsWith("!")) {
        if (Glob.of(pattern.substring(1)).matcher(alias).matches()) {
          return false;
        }
      } else {
        named |= Glob.of(pattern).matcher(alias).matches();
      }
    }
    return named;
  }
}
