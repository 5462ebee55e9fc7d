package dev.shindan.agent.tool;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one call: fetch, redact, read. The single place where output enters Shindan; what cannot be
 * redacted is not kept. Thread-safe.
 */
public final class ToolRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);

  private final Toolbox toolbox;
  private final Redaction redaction;
  private final Optional<LoadGuard> guard;

  /** For what touches no host: recordings, telemetry. */
  public ToolRunner(Toolbox toolbox, Redaction redaction) {
    this.toolbox = toolbox;
    this.redaction = redaction;
    this.guard = Optional.empty();
  }

  public ToolRunner(Toolbox toolbox, Redaction redaction, LoadGuard guard) {
    this.toolbox = toolbox;
    this.redaction = redaction;
    this.guard = Optional.of(guard);
  }

  /**
   * @param raw the redacted output, when there was any
   * @param clockOffset the target's clock minus ours, when measured
   */
  public record Run(
      ToolAnswer answer, Optional<RawOutput> raw, Optional<Duration> clockOffset, Duration took) {}

  public Toolbox toolbox() {
    return toolbox;
  }

  /**
   * Runs a call that {@link Toolbox#problemWith} found no fault with.
   *
   * @throws InterruptedException when the investigation is being stopped
   */
  public Run run(ToolCall call, CallContext context) throws InterruptedException {
    Tool tool = toolbox.find(call.tool()).orElseThrow();
    long began = System.nanoTime();
    Optional<String> refusal =
        guard.flatMap(present -> present.refusal(tool.spec(), call, context));
    if (refusal.isPresent()) {
      return new Run(
          new ToolAnswer.Denied(refusal.get()), Optional.empty(), Optional.empty(), since(began));
    }
    Fetched fetched = tool.fetch(call, context);
    Run run =
        switch (fetched) {
          case Fetched.Settled settled ->
              new Run(redacted(settled.answer()), Optional.empty(), Optional.empty(), since(began));
          case Fetched.Refused refused -> {
            guard.ifPresent(present -> present.denied(call, context, refused.reason()));
            yield new Run(
                new ToolAnswer.Denied(refused.reason()),
                Optional.empty(),
                Optional.empty(),
                since(began));
          }
          case Fetched.Output output -> {
            for (Fetched.Refusal within : output.refusals()) {
              guard.ifPresent(present -> present.denied(within.call(), context, within.reason()));
            }
            yield understand(tool, call, context, output, began);
          }
        };
    guard.ifPresent(present -> present.saw(call, run.answer()));
    return run;
  }

  private Run understand(
      Tool tool, ToolCall call, CallContext context, Fetched.Output output, long began) {
    RawOutput clean;
    try {
      clean = redaction.clean(output.raw());
    } catch (RuntimeException wrong) {
      LOG.error("redaction failed for {}; the output is dropped", call.key(), wrong);
      return new Run(
          new ToolAnswer.Failed(
              FailureKind.UNREADABLE, "the output could not be redacted and was dropped"),
          Optional.empty(),
          output.clockOffset(),
          since(began));
    }
    ToolAnswer answer;
    try {
      answer = tool.read(call, clean, context);
    } catch (RuntimeException wrong) {
      LOG.error("the reader of {} broke", call.tool(), wrong);
      answer =
          new ToolAnswer.Failed(
              FailureKind.UNREADABLE, "the reader broke: " + wrong.getClass().getSimpleName());
    }
    return new Run(answer, Optional.of(clean), output.clockOffset(), since(began));
  }

  private ToolAnswer redacted(ToolAnswer answer) {
    return answer instanceof ToolAnswer.Failed failed
        ? new ToolAnswer.Failed(failed.kind(), redaction.clean(failed.detail()))
        : answer;
  }

  private static Duration since(long began) {
    return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }
}
