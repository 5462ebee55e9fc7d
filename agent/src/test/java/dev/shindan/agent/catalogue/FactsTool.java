package dev.shindan.agent.catalogue;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.Coverage;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A tool of which only the shape of the facts matters. */
public record FactsTool(ToolSpec spec) implements Tool {

  public static FactsTool of(String name, Class<? extends Record> facts, Coverage... covers) {
    return of(name, facts, Cost.LIGHT, covers);
  }

  public static FactsTool of(
      String name, Class<? extends Record> facts, Cost cost, Coverage... covers) {
    return new FactsTool(
        new ToolSpec(
            name,
            "what " + name + " says",
            List.of(),
            name,
            facts,
            new Basis(name),
            Set.of(covers),
            Duration.ofSeconds(30),
            cost));
  }

  @Override
  public boolean appliesTo(Target target) {
    return true;
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) {
    throw new UnsupportedOperationException("answers are given by the test");
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    throw new UnsupportedOperationException("answers are given by the test");
  }
}
