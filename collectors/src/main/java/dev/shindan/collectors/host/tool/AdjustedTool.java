package dev.shindan.collectors.host.tool;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A tool that the operator switched off or gave another time limit; still there, so that the gap
 * shows.
 */
final class AdjustedTool implements Tool {
  private final Tool tool;
  private final CommandSettings.ToolSetting setting;

  AdjustedTool(Tool tool, CommandSettings.ToolSetting setting) {
    this.tool = tool;
    this.setting = setting;
  }

  @Override
  public ToolSpec spec() {
    return tool.spec();
  }

  @Override
  public boolean appliesTo(Target target) {
    return tool.appliesTo(target);
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    if (setting.off().orElse(false)) {
      return new Fetched.Refused(spec().name() + " is switched off in commands.yaml");
    }
    Duration timeout = setting.timeoutSeconds().map(Duration::ofSeconds).orElse(context.timeout());
    return tool.fetch(call, context.within(timeout));
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    return tool.read(call, raw, context);
  }

  @Override
  public Set<String> kernelFiles() {
    return tool.kernelFiles();
  }

  @Override
  public Optional<String> check() {
    return tool.check();
  }
}
