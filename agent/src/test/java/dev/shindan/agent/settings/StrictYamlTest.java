package dev.shindan.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StrictYamlTest {
  record Inner(int port) {}

  record Outer(String name, Optional<Inner> inner, List<String> tags) {
    Outer {
      tags = List.copyOf(tags);
    }
  }

  private final StrictYaml yaml = new StrictYaml(Map.of("TOKEN", "s3cret", "WORD", "a#b"));

  @Test
  void aFileThatFitsIsRead() {
    Outer outer = yaml.parse("f.yaml", "name: x\ninner: {port: 1}\ntags: [a]\n", Outer.class);

    assertThat(outer).isEqualTo(new Outer("x", Optional.of(new Inner(1)), List.of("a")));
  }

  @Test
  void anUnknownKeyIsOneLineWithFileLineAndKey() {
    assertThatThrownBy(
            () ->
                yaml.parse("f.yaml", "name: x\ninner: {port: 1, prot: 2}\ntags: []\n", Outer.class))
        .isInstanceOf(WrongInput.class)
        .hasMessage("f.yaml:2: unknown key 'inner.prot'; expected one of port");
  }

  @Test
  void aWrongTypeNamesTheKey() {
    assertThatThrownBy(
            () -> yaml.parse("f.yaml", "name: x\ninner: {port: many}\ntags: []\n", Outer.class))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("f.yaml:2")
        .hasMessageContaining("'inner.port'")
        .hasMessageContaining("'many'");
  }

  @Test
  void aKeyGivenTwiceIsRefused() {
    assertThatThrownBy(() -> yaml.parse("f.yaml", "name: x\nname: y\ntags: []\n", Outer.class))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("name");
  }

  @Test
  void variablesComeFromTheEnvironment() {
    Outer outer =
        yaml.parse(
            "f.yaml", "name: ${TOKEN}\ntags: ['${ABSENT:none}', \"${WORD}\"]\n", Outer.class);

    assertThat(outer.name()).isEqualTo("s3cret");
    assertThat(outer.tags()).containsExactly("none", "a#b");
  }

  @Test
  void anUndefinedVariableIsRefusedButNotInAComment() {
    assertThatThrownBy(() -> yaml.parse("f.yaml", "name: x\ntags: ['${ABSENT}']\n", Outer.class))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("f.yaml:2")
        .hasMessageContaining("ABSENT");
    assertThat(
            yaml.parse("f.yaml", "# ${ABSENT}\nname: 'a # b'  # ${ABSENT}\ntags: []\n", Outer.class)
                .name())
        .isEqualTo("a # b");
  }

  @Test
  void aMissingFileIsOneLine() {
    assertThatThrownBy(() -> yaml.read(Path.of("no-such-file.yaml"), Outer.class))
        .isInstanceOf(WrongInput.class)
        .hasMessageStartingWith("no-such-file.yaml: cannot be read");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> yaml.parse("f.yaml", "# nothing\n", Outer.class))
        .isInstanceOf(WrongInput.class);
  }
}
