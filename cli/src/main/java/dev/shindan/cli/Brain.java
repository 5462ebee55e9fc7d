package dev.shindan.cli;

import dev.shindan.agent.catalogue.Assessor;
import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.catalogue.FaultKind;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.reason.Reasoner;
import dev.shindan.agent.reason.builtin.BuiltinReasoner;
import dev.shindan.agent.reason.llm.LlmReasoner;
import dev.shindan.agent.reason.llm.LlmSettings;
import dev.shindan.agent.reason.llm.OpenAiModels;
import dev.shindan.agent.replay.CaseRunner;
import dev.shindan.agent.tool.RawOutputs;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.Toolbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds catalogue and reasoners for a set of tools and targets, live or replayed. */
final class Brain implements CaseRunner.Engine {
  private final Path faults;
  private final Optional<LlmSettings> llm;
  private final RawOutputs raws;
  private final Set<String> kinds;

  /**
   * @param raws where the llm reasoner reads raw output for its excerpts
   */
  Brain(Path faults, Toolbox tools, Optional<LlmSettings> llm, RawOutputs raws) {
    this.faults = faults;
    this.llm = llm;
    this.raws = raws;
    this.kinds =
        Set.copyOf(
            Catalogue.load(faults, tools, new Inventory(List.of()), true).kinds().stream()
                .map(FaultKind::id)
                .toList());
  }

  @Override
  public Catalogue assessor(Toolbox tools, Inventory inventory) {
    return Catalogue.load(faults, tools, inventory, true);
  }

  @Override
  public Map<String, Reasoner> reasoners(Assessor assessor, Toolbox tools, Inventory inventory) {
    Map<String, Reasoner> reasoners = new HashMap<>();
    reasoners.put("builtin", new BuiltinReasoner(assessor(tools, inventory), tools, inventory));
    llm.ifPresent(
        settings ->
            reasoners.put(
                "llm",
                new LlmReasoner(
                    OpenAiModels.create(settings),
                    settings,
                    tools,
                    inventory,
                    raws,
                    new Redaction(),
                    Clock.systemUTC(),
                    kinds.stream().sorted().toList())));
    return reasoners;
  }

  @Override
  public Set<String> kinds() {
    return kinds;
  }
}
