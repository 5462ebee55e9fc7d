package dev.shindan.agent.tool;

import dev.shindan.agent.model.Target;
import java.util.Optional;
import java.util.Set;

/**
 * One read-only question that can be put to a target or a telemetry store.
 *
 * <p>Asking and understanding are apart, so that a recorded output is understood by the same code,
 * and so that redaction stands between the two. Implementations are thread-safe.
 */
public interface Tool {
  ToolSpec spec();

  /** Whether the question makes sense for this target at all. */
  boolean appliesTo(Target target);

  /** Puts the question. What the world does wrong is a value; only our own mistakes are thrown. */
  Fetched fetch(ToolCall call, CallContext context) throws InterruptedException;

  /** Reads the facts out of (redacted) output. Pure: equal input gives an equal answer. */
  ToolAnswer read(ToolCall call, RawOutput raw, CallContext context);

  /**
   * The files of the kernel that its facts are read from, where containers on one machine may see
   * the same ones; empty when the facts are the target's own in any case.
   */
  default Set<String> kernelFiles() {
    return Set.of();
  }

  /** Whether what the tool needs is there at all; empty when healthy, otherwise one line. */
  default Optional<String> check() {
    return Optional.empty();
  }
}
