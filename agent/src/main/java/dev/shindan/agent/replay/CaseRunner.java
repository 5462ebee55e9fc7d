package dev.shindan.agent.replay;

import dev.shindan.agent.catalogue.Assessor;
import dev.shindan.agent.investigate.Investigator;
import dev.shindan.agent.investigate.Rules;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.reason.Reasoner;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.Inbox;
import dev.shindan.agent.trail.TrailStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Runs a case through the real loop: the same investigator, rules and readers as live. */
public final class CaseRunner {
  /** Builds a mind for the tools and targets of a case. */
  public interface Engine {
    Mind mind(Toolbox tools, Inventory inventory);
  }

  /**
   * What reasons about one set of targets.
   *
   * @param kinds ids of the fault catalogue
   */
  public record Mind(Assessor assessor, Map<String, Reasoner> reasoners, Set<String> kinds) {
    public Mind {
      reasoners = Map.copyOf(reasoners);
      kinds = Set.copyOf(kinds);
    }
  }

  private final Toolbox tools;
  private final Engine engine;
  private final Limits limits;

  /**
   * @param tools the real tools; only their readers are used
   */
  public CaseRunner(Toolbox tools, Engine engine, Limits limits) {
    this.tools = tools;
    this.engine = engine;
    this.limits = limits;
  }

  /** A clock that begins at the case's frozen time and runs on from there. */
  public static Clock clockOf(Case recorded) {
    Clock system = Clock.systemUTC();
    return Clock.offset(system, Duration.between(system.instant(), recorded.description().now()));
  }

  /** An investigator over the case's recordings, writing to the given store. */
  public Investigator investigator(Case recorded, TrailStore store, Inbox inbox, Clock clock) {
    Inventory inventory = recorded.inventory();
    Toolbox replayed = ReplayTool.over(tools, recorded);
    Mind mind = engine.mind(replayed, inventory);
    return new Investigator(
        store,
        inbox,
        new ToolRunner(replayed, new Redaction()),
        mind.assessor(),
        new Rules(inventory, replayed, mind.kinds()),
        mind.reasoners(),
        "builtin",
        clock);
  }

  /** Runs the case to its verdict under the investigation id that is the case's name. */
  public Verdict run(Case recorded, String reasoner, TrailStore store, Inbox inbox)
      throws InterruptedException {
    Investigator investigator = investigator(recorded, store, inbox, clockOf(recorded));
    investigator.open(recorded.name(), recorded.incident(), reasoner, limits);
    return investigator
        .run(recorded.name(), "replay")
        .orElseThrow(() -> new IllegalStateException("case " + recorded.name() + " was aborted"));
  }
}
