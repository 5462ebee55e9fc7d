package dev.shindan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.settings.StrictYaml;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the pages tell people to type exists. */
final class ReadmeTest {
  private static final Pattern COMMAND = Pattern.compile("\\./(shindan|dev) ([^`\\n#]+)");

  private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

  @Test
  void everyCommandExists() {
    List<MatchResult> commands = commands();
    assertThat(commands).hasSizeGreaterThan(10);
    Set<String> wrong = new TreeSet<>();
    for (MatchResult command : commands) {
      List<String> words = Arrays.asList(command.group(2).strip().split("\\s+"));
      boolean exists =
          command.group(1).equals("dev")
              ? Repository.text("dev").contains("\n  " + words.getFirst() + ") #")
              : known(words);
      if (!exists) {
        wrong.add(command.group());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatDevListsIsWhatItHas() {
    long cases =
        Repository.text("dev").lines().filter(line -> line.matches(" {2}[a-z]+\\).*")).count();
    long listed =
        Repository.text("dev").lines().filter(line -> line.matches(" {2}[a-z]+\\) # .+")).count();
    assertThat(listed).isEqualTo(cases).isBetween(1L, 12L);
  }

  @Test
  void theSettingsShownAreTaken() {
    List<String> blocks =
        YAML.matcher(Repository.text("README.md")).results().map(found -> found.group(1)).toList();
    assertThat(blocks).hasSize(3);
    assertThat(new StrictYaml(Map.of()).parse("README.md", blocks.get(1), Settings.class))
        .satisfies(settings -> assertThat(settings.prometheus()).isPresent());
  }

  /** Follows subcommands as far as the words name some; every option must be known there. */
  private static boolean known(List<String> words) {
    CommandLine line = Main.line();
    if (!line.getSubcommands().containsKey(words.getFirst())) {
      return false;
    }
    for (String word : words) {
      CommandLine below = line.getSubcommands().get(word);
      if (below == null) {
        break;
      }
      line = below;
    }
    CommandLine.Model.CommandSpec spec = line.getCommandSpec();
    return words.stream()
        .filter(word -> word.startsWith("--"))
        .allMatch(option -> spec.findOption(option) != null);
  }

  private static List<MatchResult> commands() {
    String pages =
        Repository.files(".md").stream()
            .filter(page -> page.startsWith("docs") || !page.toString().contains("/"))
            .map(Repository::text)
            .collect(Collectors.joining("\n"));
    return COMMAND.matcher(pages).results().toList();
  }
}
