package dev.shindan.cli;

import dev.shindan.agent.investigate.Investigator;
import dev.shindan.agent.replay.Case;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.InMemoryTrailStore;
import dev.shindan.web.IncidentSummary;
import dev.shindan.web.Investigations;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/** The one investigation of a demonstration: it can be watched and asked, nothing new is opened. */
final class ReplayedInvestigations implements Investigations {
  private final Case recorded;
  private final Investigator investigator;
  private final InMemoryTrailStore store;
  private final LinkedBlockingQueue<String> wakes = new LinkedBlockingQueue<>();

  ReplayedInvestigations(Case recorded, Investigator investigator, InMemoryTrailStore store) {
    this.recorded = recorded;
    this.investigator = investigator;
    this.store = store;
  }

  /** Runs the investigation now, and again whenever a person says something. */
  void start() {
    wakes.add(recorded.name());
    Thread.ofPlatform().daemon().name("demo").start(this::work);
  }

  private void work() {
    try {
      while (true) {
        var _ = investigator.run(wakes.take(), "demo");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String open(String question, List<String> hosts) {
    throw new WrongInput("demo", "shows one recorded incident; run shindan serve to ask your own");
  }

  @Override
  public Receipt accept(String source, byte[] body) {
    throw new WrongInput("demo", "takes no alerts; run shindan serve");
  }

  @Override
  public Noted note(String source, byte[] body) {
    throw new WrongInput("demo", "takes no changes; run shindan serve");
  }

  @Override
  public List<IncidentSummary> list(int countMax) {
    return List.of(
        IncidentSummary.of(CaseFile.of(recorded.name(), store.read(recorded.name(), 0))));
  }

  @Override
  public void wake(String investigation) {
    if (investigation.equals(recorded.name())) {
      wakes.add(investigation);
    }
  }

  @Override
  public Optional<String> check() {
    return Optional.empty();
  }
}
