package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.host.CommandResult;
import dev.shindan.collectors.host.HostCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostToolTest {
  private final List<String> ran = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "127, no such program, NOT_INSTALLED",
    "126, cannot execute, NOT_PERMITTED",
    "1, dmesg: read kernel buffer failed: Operation not permitted, NOT_PERMITTED",
    "1, sudo: a password is required, NOT_PERMITTED",
    "1, sudo: /usr/bin/df: command not found, NOT_INSTALLED",
    "2, /proc/pressure/cpu: No such file or directory, NOT_INSTALLED",
    "1, something else, UNREADABLE"
  })
  void anExitWithoutOutputIsNamed(int status, String stderr, FailureKind kind)
      throws InterruptedException {
    ToolAnswer.Failed failed = failure(DiskUsage.question(), exited(status, "", stderr));
    assertThat(failed.kind()).isEqualTo(kind);
    assertThat(failed.detail()).contains("/usr/bin/df -PTB1", "app1", "status " + status, stderr);
  }

  @Test
  void aHostThatDoesNotAnswerKeepsItsReason() throws InterruptedException {
    ToolAnswer.Failed failed =
        failure(Memory.question(), new CommandResult.NotRun(FailureKind.UNREACHABLE, "no route"));
    assertThat(failed.kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(failed.detail()).contains("app1", "no route");
  }

  @Test
  void aJournalThatHidesEntriesIsNotPermittedRatherThanQuiet() throws InterruptedException {
    ToolAnswer.Failed failed =
        failure(
            Journal.question(),
            exited(0, "", "Hint: You are currently not seeing messages from other users"));
    assertThat(failed.kind()).isEqualTo(FailureKind.NOT_PERMITTED);
    assertThat(ran).hasSize(2).last().asString().startsWith("privileged");
  }

  @Test
  void aRefusedCommandIsTriedAgainWithPrivileges() throws InterruptedException {
    HostTool tool =
        tool(
            KernelLog.question(),
            (_, command, _) ->
                command.privileged()
                    ? exited(0, "kern  :err   : 2026-11-24T10:00:00,5+00:00 oops\n", "")
                    : exited(1, "", "Operation not permitted"));
    assertThat(tool.fetch(ToolCall.of("kernel_log", "app1"), Golden.CONTEXT))
        .isInstanceOf(Fetched.Output.class);
  }

  @Test
  void theTimeLimitIsForTheWholeCall() throws InterruptedException {
    List<Duration> limits = new ArrayList<>();
    var _ =
        tool(
                NetworkCounters.question(),
                (_, _, context) -> {
                  limits.add(context.timeout());
                  return exited(0, "1\n", "");
                })
            .fetch(ToolCall.of("network_counters", "app1"), Golden.CONTEXT);
    assertThat(limits).hasSize(2);
    assertThat(limits.getLast()).isLessThan(limits.getFirst());
  }

  @Test
  void aCommandForWhichNoTimeIsLeftIsNotBegun() throws InterruptedException {
    CallContext used =
        new CallContext("test", Golden.CONTEXT.onset(), Golden.CONTEXT.now(), Duration.ZERO);
    Fetched fetched =
        tool(Memory.question(), (_, _, _) -> exited(0, "1\n", ""))
            .fetch(ToolCall.of("memory", "app1"), used);
    assertThat(((ToolAnswer.Failed) ((Fetched.Settled) fetched).answer()).kind())
        .isEqualTo(FailureKind.TIMED_OUT);
    assertThat(ran).isEmpty();
  }

  @Test
  void aDenialOfTheSecondTryIsNotCalledAMissingPermission() throws InterruptedException {
    Fetched fetched =
        tool(
                KernelLog.question(),
                (_, command, _) ->
                    command.privileged()
                        ? new CommandResult.Denied("too many")
                        : exited(1, "", "Operation not permitted"))
            .fetch(ToolCall.of("kernel_log", "app1"), Golden.CONTEXT);
    assertThat(fetched).isEqualTo(new Fetched.Settled(new ToolAnswer.Denied("too many")));
  }

  @Test
  void aComponentIsAskedOnItsHost() throws InterruptedException {
    List<String> hosts = new ArrayList<>();
    tool(
            DiskUsage.question(),
            (host, _, _) -> {
              hosts.add(host);
              return exited(0, "x\n", "");
            })
        .fetch(ToolCall.of("disk_usage", "app1:/data"), Golden.CONTEXT);
    assertThat(hosts).containsExactly("app1");
  }

  @Test
  void oneCommandIsStoredExactlyAsPrinted() throws InterruptedException {
    assertThat(output(Memory.question(), exited(0, "as printed", ""))).isEqualTo("as printed");
  }

  @Test
  void twoSamplesAreStoredUnderTheirCommands() throws InterruptedException {
    assertThat(output(NetworkCounters.question(), exited(0, "1\n", "")))
        .matches("\\$ /usr/bin/cat [^\n]*\n1\n\\$ /usr/bin/cat [^\n]*\n1\n");
  }

  @Test
  void whatDfCouldNotSeeIsToldBesideWhatItSaw() throws InterruptedException {
    String raw =
        output(
            DiskUsage.question(),
            exited(
                1,
                """
                Filesystem Type 1-blocks Used Available Capacity Mounted on
                /dev/a ext4 10 5 5 50% /data
                """,
                "df: /mnt: Permission denied"));
    ToolAnswer answer =
        tool(DiskUsage.question(), (_, _, _) -> exited(0, "", ""))
            .read(ToolCall.of("disk_usage", "app1"), RawOutput.of(raw), Golden.CONTEXT);
    assertThat(((ToolAnswer.Observed) answer).facts().at("/unreadable/0").asText())
        .isEqualTo("df: /mnt: Permission denied");
  }

  private ToolAnswer.Failed failure(Question question, CommandResult result)
      throws InterruptedException {
    Fetched fetched =
        tool(question, (_, _, _) -> result)
            .fetch(ToolCall.of(question.spec().name(), "app1"), Golden.CONTEXT);
    return (ToolAnswer.Failed) ((Fetched.Settled) fetched).answer();
  }

  private String output(Question question, CommandResult result) throws InterruptedException {
    Fetched fetched =
        tool(question, (_, _, _) -> result)
            .fetch(ToolCall.of(question.spec().name(), "app1"), Golden.CONTEXT);
    return ((Fetched.Output) fetched).raw().text();
  }

  private HostTool tool(Question question, HostCommands commands) {
    HostCommands noted =
        (String host, Command command, CallContext context) -> {
          ran.add((command.privileged() ? "privileged " : "") + command.line());
          return commands.run(host, command, context);
        };
    return new HostTool(question, noted, new Inventory(List.of()), _ -> {});
  }

  private static CommandResult exited(int status, String stdout, String stderr) {
    return new CommandResult.Exited(
        status, RawOutput.of(stdout), stderr, Duration.ZERO, Optional.empty());
  }
}
