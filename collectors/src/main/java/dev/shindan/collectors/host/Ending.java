package dev.shindan.collectors.host;

import dev.shindan.agent.tool.FailureKind;
import java.time.Duration;
import java.util.Optional;

/** Reads how a guarded command ended: what {@code timeout}, {@code env} and {@code sudo} say. */
record Ending(
    GuardedCommand command, int status, HeadAndTail stdout, FirstLines stderr, Duration took) {
  /** What {@code timeout} exits with after TERM was enough, and after KILL was needed. */
  private static final int TIMED_OUT = 124;

  private static final int KILLED = 137;
  private static final int NOT_FOUND = 127;

  CommandResult result(Optional<Duration> clockOffset) {
    String said = stderr.text();
    if ((status == TIMED_OUT || status == KILLED) && took.toSeconds() >= command.seconds()) {
      return timedOut(command);
    }
    if (command.sudo() && status != 0 && refusedBySudo(said)) {
      return new CommandResult.NotRun(
          FailureKind.NOT_PERMITTED, "sudo -n was refused: " + said.lines().findFirst().orElse(""));
    }
    if (status == NOT_FOUND && said.startsWith("env: ")) {
      return new CommandResult.NotRun(
          FailureKind.NOT_INSTALLED, said.lines().findFirst().orElse(""));
    }
    return new CommandResult.Exited(status, stdout.output(), said, took, clockOffset);
  }

  static CommandResult timedOut(GuardedCommand command) {
    return new CommandResult.NotRun(
        FailureKind.TIMED_OUT,
        "timed out while %s: ended after its limit of %d s"
            .formatted(SshPhase.RUNNING.words(), command.seconds()));
  }

  private static boolean refusedBySudo(String said) {
    return said.startsWith("sudo: ") || said.startsWith("Sorry, user ");
  }
}
