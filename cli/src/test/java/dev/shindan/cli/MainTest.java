package dev.shindan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MainTest {
  @Test
  void everyCommandIsFoundByTheNameItHas() {
    Main.line()
        .getSubcommands()
        .forEach((name, command) -> assertThat(command.getCommandName()).isEqualTo(name));
  }

  @Test
  void theCommandThatIsAskedForIsTheOnlyOneThatIsLookedInto() {
    assertThat(Main.line("run", "uptime").getSubcommands()).containsOnlyKeys("run");
  }

  @Test
  void whatBeginsWithAnythingElseMayStillNameAnyCommand() {
    assertThat(Main.line("--config", "x.yaml", "run").getSubcommands())
        .containsKeys("run", "serve");
  }
}
