package dev.shindan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.shindan.collectors.host.tool.CommandSettings;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example of the settings shows every key there is, and none that there is not. */
final class SettingsKeysTest {
  /** A key that is commented out: {@code # key: value}, at its place in the tree. */
  private static final Pattern COMMENTED = Pattern.compile("^( *)# ?( *[a-z/][A-Za-z/_]*:( .*)?)$");

  @Test
  void theExampleAndTheSettingsHaveTheSameKeys() throws IOException {
    Set<String> known = new TreeSet<>();
    collect("", Settings.class, known);
    assertThat(keysOfTheExample()).isEqualTo(known);
  }

  @Test
  void theExampleIsReadAsItIs() {
    assertThat(Settings.read(Repository.ROOT.resolve("config/shindan.yaml"), Map.of()))
        .satisfies(
            settings -> {
              assertThat(settings.budget()).isEqualTo(dev.shindan.agent.model.Limits.DEFAULT);
              assertThat(settings.webSettings(java.util.Optional.empty()).host())
                  .isEqualTo("127.0.0.1");
            });
  }

  @Test
  void theExampleOfTheCommandsIsReadAlsoWithItsCommentsTakenAway() {
    String everything = withoutComments(Repository.text("config/commands.yaml"));
    CommandSettings settings =
        new dev.shindan.agent.settings.StrictYaml(Map.of())
            .parse("config/commands.yaml", everything, CommandSettings.class);
    assertThat(settings.programs()).isPresent();
    assertThat(settings.tools()).isPresent();
  }

  private static Set<String> keysOfTheExample() throws IOException {
    String everything = withoutComments(Repository.text("config/shindan.yaml"));
    Set<String> keys = new TreeSet<>();
    collect("", new ObjectMapper(new YAMLFactory()).readTree(everything), keys);
    return keys;
  }

  private static String withoutComments(String example) {
    return example
        .lines()
        .map(
            line -> {
              Matcher commented = COMMENTED.matcher(line);
              return commented.matches() ? commented.group(1) + commented.group(2) : line;
            })
        .collect(Collectors.joining("\n"));
  }

  private static void collect(String path, JsonNode tree, Set<String> keys) {
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      if (field.getValue().isObject()) {
        collect(path + field.getKey() + ".", field.getValue(), keys);
      } else {
        keys.add(path + field.getKey());
      }
    }
  }

  private static void collect(String path, Class<?> settings, Set<String> keys) {
    for (RecordComponent component : settings.getRecordComponents()) {
      Type type = component.getGenericType();
      Class<?> held =
          type instanceof ParameterizedType optional
                  && optional.getActualTypeArguments()[0] instanceof Class<?> given
              ? given
              : component.getType();
      if (held.isRecord()) {
        collect(path + component.getName() + ".", held, keys);
      } else {
        keys.add(path + component.getName());
      }
    }
  }
}
