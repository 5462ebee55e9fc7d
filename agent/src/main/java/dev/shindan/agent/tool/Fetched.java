package dev.shindan.agent.tool;

import java.time.Duration;
import java.util.Optional;

/** What came of putting the question, before the output is understood. */
public sealed interface Fetched {
  /**
   * @param clockOffset the target's clock minus ours, when it was measured
   */
  record Output(RawOutput raw, Optional<Duration> clockOffset) implements Fetched {
    public Output(RawOutput raw) {
      this(raw, Optional.empty());
    }
  }

  /** There is nothing to read: the answer stands already. */
  record Settled(ToolAnswer answer) implements Fetched {}

  /** The tool itself denies the call; nothing was sent, and the denial is not on record yet. */
  record Refused(String reason) implements Fetched {}
}
