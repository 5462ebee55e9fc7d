package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.ToolAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HostCheckTest {
  private static final CallContext CONTEXT =
      new CallContext("test", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(60));

  private final HostInventory hosts = HostInventory.ofThisMachine("me");

  @Test
  void missingProgramsAreNamed() throws Exception {
    HostReport report =
        new HostCheck(hosts, Gates.commandsHere())
            .check(
                "localhost",
                List.of("/bin/ls", "/usr/bin/no-such-program", "/usr/bin/env"),
                List.of(),
                CONTEXT);
    assertThat(report.failure()).isEmpty();
    assertThat(report.login()).contains(System.getProperty("user.name"));
    assertThat(report.missing()).containsExactly("/usr/bin/no-such-program");
    assertThat(report.fit()).isFalse();
  }

  @Test
  void whatSudoWouldRefuseIsNamedAndOnlyAskedFor() throws Exception {
    PrivilegedTemplate granted = PrivilegedTemplate.of("/usr/bin/dmesg", "--notime");
    PrivilegedTemplate refused = PrivilegedTemplate.of("/usr/sbin/smartctl", "-a");
    HostCommands diag =
        (host, command, context) -> {
          if (command.argv().getFirst().equals("/usr/bin/id")) {
            return exited(0, "diag\n");
          }
          assertThat(command.line()).startsWith("/usr/bin/sudo -n -l /usr/bin/timeout -k 2 5 /");
          return exited(command.line().endsWith(granted.line()) ? 0 : 1, "");
        };
    HostReport report =
        new HostCheck(hosts, diag)
            .check("localhost", List.of(), List.of(granted, refused), CONTEXT);
    assertThat(report.notGranted()).containsExactly("/usr/sbin/smartctl -a");
  }

  @Test
  void aHostThatCannotBeReachedIsNotAskedFurther() throws Exception {
    CommandResult.NotRun refused =
        new CommandResult.NotRun(FailureKind.CONNECTION_REFUSED, "nothing listens there");
    HostReport report =
        new HostCheck(hosts, (host, command, context) -> refused)
            .check("localhost", List.of("/bin/ls"), List.of(), CONTEXT);
    assertThat(report.failure()).contains(new ToolAnswer.Failed(refused.kind(), refused.detail()));
    assertThat(report.missing()).isEmpty();
    assertThat(report.fit()).isFalse();
  }

  @Test
  void whatOurOwnGuardDeniesIsNeitherMissingNorNotGranted() throws Exception {
    HostCommands guarded =
        (_, command, _) ->
            command.argv().getFirst().equals("/usr/bin/id")
                ? exited(0, "diag\n")
                : new CommandResult.Denied("600 commands in ten minutes");
    HostReport report =
        new HostCheck(hosts, guarded)
            .check(
                "localhost",
                List.of("/bin/ls"),
                List.of(PrivilegedTemplate.of("/usr/bin/dmesg", "--notime")),
                CONTEXT);
    assertThat(report.missing()).isEmpty();
    assertThat(report.notGranted()).isEmpty();
    assertThat(report.notAsked()).hasSize(2).allMatch(line -> line.contains("600 commands"));
    assertThat(report.fit()).isFalse();
  }

  @Test
  void aHostThatOurOwnGuardKeepsUsOffIsDenied() throws Exception {
    HostReport report =
        new HostCheck(hosts, (_, _, _) -> new CommandResult.Denied("busy"))
            .check("localhost", List.of("/bin/ls"), List.of(), CONTEXT);
    assertThat(report.failure()).contains(new ToolAnswer.Denied("busy"));
  }

  private static CommandResult exited(int status, String stdout) {
    return new CommandResult.Exited(
        status, RawOutput.of(stdout), "", Duration.ZERO, Optional.empty());
  }
}
