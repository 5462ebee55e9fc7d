package dev.shindan.cli;

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
record Brain(Path faults, Optional<LlmSettings> llm, RawOutputs raws) implements CaseRunner.Engine {
  @Override
  public CaseRunner.Mind mind(Toolbox tools, Inventory inventory) {
    Catalogue catalogue = Catalogue.load(faults, tools, inventory, true);
    List<String> kinds = catalogue.kinds().stream().map(FaultKind::id).sorted().toList();
    Map<String, Reasoner> reasoners = new HashMap<>();
    reasoners.put(BuiltinReasoner.NAME, new BuiltinReasoner(catalogue, tools, inventory));
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
                    kinds)));
    return new CaseRunner.Mind(catalogue, reasoners, Set.copyOf(kinds));
  }
}
