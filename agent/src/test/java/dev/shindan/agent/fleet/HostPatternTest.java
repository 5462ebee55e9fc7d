package dev.shindan.agent.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.settings.WrongInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPatternTest {
  private static final Inventory INVENTORY =
      new Inventory(
          List.of(
              host("app1", "web", "nginx", "a"),
              host("app2", "web", "nginx", "b"),
              host("app10", "web", "apache", "b"),
              host("db1", "db", "postgresql", "a")));

  private static Target host(String name, String role, String service, String zone) {
    return new Target(
        name,
        TargetKind.HOST,
        Set.of(),
        List.of(role),
        List.of(service),
        List.of(),
        Map.of("zone", zone));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*              | app1 app2 app10 db1",
        "app1           | app1",
        "db1,app1,db1   | db1 app1",
        "app?           | app1 app2",
        "app*,!app2     | app1 app10",
        "role=web       | app1 app2 app10",
        "service=ngi*   | app1 app2",
        "zone=a         | app1 db1",
        "*, !role=web   | db1",
      })
  void partsChooseTargets(String pattern, String chosen) {
    assertThat(HostPattern.choose(pattern, INVENTORY)).containsExactly(chosen.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "app", "app3", "role=none", "app1,!app1", "app1;reboot", "@/none"})
  void patternsThatChooseNothingAreRefused(String pattern) {
    assertThatThrownBy(() -> HostPattern.choose(pattern, INVENTORY)).isInstanceOf(WrongInput.class);
  }

  @Test
  void filesHoldOnePartALine(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("retry");
    Files.writeString(file, "# failed at noon\napp2\n\nrole=db  # all of them\n");
    assertThat(HostPattern.choose("@" + file, INVENTORY)).containsExactly("app2", "db1");
  }

  @Test
  void filesThatNameThemselvesAreRefused(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("loop");
    Files.writeString(file, "@" + file);
    assertThatThrownBy(() -> HostPattern.choose("@" + file, INVENTORY))
        .isInstanceOf(WrongInput.class);
  }
}
