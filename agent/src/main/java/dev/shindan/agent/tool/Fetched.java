package dev.shindan.agent.tool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of putting the question, before the output is understood. */
public sealed interface Fetched {
  /**
   * @param clockOffset the target's clock minus ours, when it was measured
   * @param refusals of a tool that puts several questions: those of them that were denied by the
   *     tools they were put to; nothing was sent for them, and they are not on record yet
   */
  record Output(RawOutput raw, Optional<Duration> clockOffset, List<Refusal> refusals)
      implements Fetched {
    public Output {
      refusals = List.copyOf(refusals);
    }

    public Output(RawOutput raw, Optional<Duration> clockOffset) {
      this(raw, clockOffset, List.of());
    }

    public Output(RawOutput raw) {
      this(raw, Optional.empty());
    }
  }

  /** A question within another that was not put. */
  record Refusal(ToolCall call, String reason) {}

  /** There is nothing to read: the answer stands already. */
  record Settled(ToolAnswer answer) implements Fetched {}

  /** The tool itself denies the call; nothing was sent, and the denial is not on record yet. */
  record Refused(String reason) implements Fetched {}
}
