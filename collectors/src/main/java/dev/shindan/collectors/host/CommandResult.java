package dev.shindan.collectors.host;

import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.RawOutput;
import java.time.Duration;
import java.util.Optional;

/** What came of running a command on a host. */
public sealed interface CommandResult {
  /**
   * The program ran and ended.
   *
   * @param stdout capped; {@link RawOutput#omittedBytes} says by how much
   * @param stderr its first lines
   * @param clockOffset the host's clock minus ours, when measured
   */
  record Exited(
      int status, RawOutput stdout, String stderr, Duration took, Optional<Duration> clockOffset)
      implements CommandResult {}

  /** Our own guard refused to send it. */
  record Denied(String reason) implements CommandResult {}

  /** It did not run to its end. */
  record NotRun(FailureKind kind, String detail) implements CommandResult {}
}
