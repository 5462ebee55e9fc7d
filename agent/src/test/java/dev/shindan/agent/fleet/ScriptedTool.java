package dev.shindan.agent.fleet;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A tool whose answer is in the name of the host: {@code ok}, {@code hang}, {@code refuse}. */
final class ScriptedTool implements Tool {
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private final Queue<Duration> timeouts = new ConcurrentLinkedQueue<>();

  /** Its facts. */
  record Facts(String host) {}

  int mostUnderWay() {
    return mostUnderWay.get();
  }

  /** How long it might take, each time it was asked. */
  List<Duration> timeouts() {
    return List.copyOf(timeouts);
  }

  int underWay() {
    return underWay.get();
  }

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "scripted",
        "Answers by name.",
        List.of(),
        "",
        Facts.class,
        new Basis("scripted"),
        Set.of(),
        Duration.ZERO,
        Cost.LIGHT);
  }

  @Override
  public boolean appliesTo(Target target) {
    return true;
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    timeouts.add(context.timeout());
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try {
      if (call.target().startsWith("hang")) {
        new CountDownLatch(1).await();
      }
      if (call.target().startsWith("refuse")) {
        return new Fetched.Settled(
            new ToolAnswer.Failed(FailureKind.CONNECTION_REFUSED, "nothing listens there"));
      }
      if (call.target().startsWith("broken")) {
        throw new IllegalStateException("a defect");
      }
      return new Fetched.Output(RawOutput.of(call.target()), Optional.empty());
    } finally {
      underWay.decrementAndGet();
    }
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    return new ToolAnswer.Observed(Json.tree(new Facts(raw.text())));
  }
}
