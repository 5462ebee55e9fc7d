package dev.shindan.agent.replay;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import dev.shindan.agent.tool.Toolbox;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tool whose answers come from a recording; its output is read by the real tool's own reader. */
final class ReplayTool implements Tool {
  private final Tool real;
  private final Map<String, RecordedCall> byKey;
  private final Map<String, byte[]> raws;

  private ReplayTool(Tool real, Map<String, RecordedCall> byKey, Map<String, byte[]> raws) {
    this.real = real;
    this.byKey = byKey;
    this.raws = raws;
  }

  /** The given tools, answering from the case's recordings; of equal calls the last one counts. */
  static Toolbox over(Toolbox tools, Case recorded) {
    Map<String, RecordedCall> byKey = new HashMap<>();
    recorded.calls().forEach(call -> byKey.put(tools.complete(call.call()).key(), call));
    return new Toolbox(
        tools.tools().stream().map(tool -> new ReplayTool(tool, byKey, recorded.raws())).toList());
  }

  @Override
  public ToolSpec spec() {
    return real.spec();
  }

  @Override
  public Set<String> kernelFiles() {
    return real.kernelFiles();
  }

  /** Also where it was put to the target when the case was recorded: the real stores are gone. */
  @Override
  public boolean appliesTo(Target target) {
    return real.appliesTo(target)
        || byKey.values().stream()
            .map(RecordedCall::call)
            .anyMatch(
                call -> call.tool().equals(spec().name()) && call.target().equals(target.name()));
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) {
    RecordedCall recorded = byKey.get(call.key());
    if (recorded == null) {
      return new Fetched.Settled(new ToolAnswer.NotRecorded(call.key()));
    }
    Optional<byte[]> raw = recorded.raw().flatMap(name -> Optional.ofNullable(raws.get(name)));
    if (raw.isPresent()) {
      return new Fetched.Output(
          new RawOutput(raw.get(), recorded.omittedBytes()), recorded.clockOffset());
    }
    return new Fetched.Settled(
        recorded.settled().orElseGet(() -> new ToolAnswer.NotRecorded(call.key())));
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    RecordedCall recorded = byKey.get(call.key());
    CallContext then =
        recorded == null
            ? context
            : new CallContext(
                context.investigation(), context.onset(), recorded.observedAt(), context.timeout());
    return real.read(call, raw, then);
  }
}
