package dev.shindan.agent.investigate;

import dev.shindan.agent.catalogue.Assessor;
import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.EndedBy;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.reason.Reasoner;
import dev.shindan.agent.reason.Turn;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.Inbox;
import dev.shindan.agent.trail.TrailStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs investigations: asks the reasoner, checks its moves, makes them happen and appends what
 * happened. It alone appends to a trail. Thread-safe; one thread runs one investigation.
 */
public final class Investigator {
  private static final Logger LOG = LoggerFactory.getLogger(Investigator.class);

  private final TrailStore store;
  private final Inbox inbox;
  private final Map<String, Reasoner> reasoners;
  private final String fallback;
  private final Assessor assessor;
  private final Clock clock;
  private final Examination examination;
  private final MoveMaker moveMaker;
  private final AlertTargets alertTargets;

  /**
   * @param reasoners by name
   * @param fallback the reasoner that takes over when another fails
   */
  public Investigator(
      TrailStore store,
      Inbox inbox,
      ToolRunner runner,
      Assessor assessor,
      Rules rules,
      Map<String, Reasoner> reasoners,
      String fallback,
      Clock clock) {
    this.store = store;
    this.inbox = inbox;
    this.assessor = assessor;
    this.reasoners = Map.copyOf(reasoners);
    this.fallback = fallback;
    this.clock = clock;
    this.examination = new Examination(runner, assessor, clock);
    this.moveMaker = new MoveMaker(rules, runner.toolbox(), examination, clock);
    this.alertTargets = new AlertTargets(rules.inventory());
    if (!reasoners.containsKey(fallback)) {
      throw new IllegalArgumentException("no reasoner named " + fallback);
    }
  }

  /** Writes the first entry, unless it is there already. */
  public void open(String investigation, Incident incident, String reasoner, Limits limits) {
    if (!reasoners.containsKey(reasoner)) {
      throw new IllegalArgumentException("no reasoner named " + reasoner);
    }
    if (store.lastNumber(investigation) > 0) {
      return;
    }
    try {
      store.append(
          investigation,
          1,
          List.of(new Event.Opened(incident, reasoner, limits, assessor.hash())),
          List.of());
    } catch (TrailStore.Fenced openedMeanwhile) {
      LOG.debug("{} was opened by another worker", investigation);
    }
  }

  /**
   * Goes on until there is a verdict and nobody waits for an answer. After a crash it takes up
   * where the trail ends; a call whose answer is on the trail is not run again.
   *
   * @param worker who runs it, for the trail
   * @return the last verdict; empty when the investigation was aborted
   * @throws TrailStore.Fenced when another worker runs the same investigation
   */
  public Optional<Verdict> run(String investigation, String worker) throws InterruptedException {
    OpenTrail trail = new OpenTrail(store, investigation);
    if (trail.caseFile().lastNumber() > 1 && !trail.caseFile().ended()) {
      trail.append(new Event.Resumed(worker));
    }
    try {
      takeMessages(trail);
      while (!trail.caseFile().ended()) {
        step(trail);
        takeMessages(trail);
      }
    } catch (TrailStore.Fenced fenced) {
      throw fenced;
    } catch (RuntimeException defect) {
      LOG.error("investigation {} is aborted", investigation, defect);
      trail.append(new Event.Aborted("defect: " + defect));
    }
    return trail.caseFile().verdict();
  }

  private void step(OpenTrail trail) throws InterruptedException {
    examination.answerAll(trail, () -> mustStop(trail));
    Optional<EndedBy> spent = spent(trail.caseFile());
    if (spent.isPresent()) {
      end(trail, spent.get());
      return;
    }
    Reasoner reasoner = reasoner(trail.caseFile().reasoner());
    try {
      Turn turn = reasoner.next(trail.caseFile());
      turn.model().ifPresent(trail::append);
      if (turn.moves().isEmpty() && turn.model().isEmpty()) {
        throw new Reasoner.Failed(reasoner.name() + " asked for nothing");
      }
      for (Move move : turn.moves()) {
        moveMaker.make(move, trail, reasoner.name(), () -> mustStop(trail));
      }
    } catch (Reasoner.Failed failed) {
      handOver(trail, reasoner, failed);
    }
  }

  /** The named one; the fallback where this process does not have it. */
  private Reasoner reasoner(String name) {
    Reasoner named = reasoners.get(name);
    return named != null ? named : java.util.Objects.requireNonNull(reasoners.get(fallback));
  }

  private void handOver(OpenTrail trail, Reasoner from, Reasoner.Failed failed) {
    Verdict report = Reports.interim(trail.caseFile(), EndedBy.MODEL, clock.instant());
    if (trail.caseFile().reasoner().equals(fallback)) {
      LOG.error("the fallback reasoner failed: {}", failed.getMessage());
      end(trail, EndedBy.ABORT);
      return;
    }
    trail.append(
        List.of(
            new Event.HandedOver(from.name(), fallback, String.valueOf(failed.getMessage())),
            new Event.Interim(report)),
        List.of());
  }

  /** Ends with what is known, and answers whoever still waits. */
  private void end(OpenTrail trail, EndedBy endedBy) {
    List<Event> events = new ArrayList<>();
    for (Long said : trail.caseFile().unanswered().keySet()) {
      events.add(new Event.Replied(said, List.of(), "budget"));
    }
    if (trail.caseFile().verdict().isEmpty()) {
      events.add(new Event.Concluded(Reports.interim(trail.caseFile(), endedBy, clock.instant())));
    }
    trail.append(events, List.of());
  }

  private boolean mustStop(OpenTrail trail) {
    takeMessages(trail);
    return trail.caseFile().stopAsked()
        || spent(trail.caseFile()).filter(EndedBy.SECONDS::equals).isPresent();
  }

  /** Which limit is used up; empty when none is. */
  private Optional<EndedBy> spent(CaseFile caseFile) {
    Limits limits = caseFile.limits();
    if (caseFile.stopAsked() && caseFile.verdict().isEmpty()) {
      return Optional.of(EndedBy.OPERATOR);
    }
    if (Duration.between(runningSince(caseFile), clock.instant()).compareTo(limits.wallTimeMax())
        > 0) {
      return Optional.of(EndedBy.SECONDS);
    }
    if (caseFile.moves() >= limits.movesMax() || caseFile.toolCalls() >= limits.toolCallsMax()) {
      return Optional.of(EndedBy.MOVES);
    }
    if (caseFile.tokens() >= limits.tokensMax()) {
      return Optional.of(EndedBy.TOKENS);
    }
    return caseFile.cost() >= limits.costMax() ? Optional.of(EndedBy.MONEY) : Optional.empty();
  }

  /** The wall clock starts anew when a worker or a person takes the investigation up again. */
  private static Instant runningSince(CaseFile caseFile) {
    Instant since = caseFile.startedAt();
    for (Entry entry : caseFile.entries()) {
      if (entry.event() instanceof Event.Resumed
          || entry.event() instanceof Event.Reopened
          || entry.event() instanceof Event.Said) {
        since = entry.at();
      }
    }
    return since;
  }

  /** Moves what waits in the inbox onto the trail, in order. */
  private void takeMessages(OpenTrail trail) {
    List<Event> events = new ArrayList<>();
    for (Inbox.Message message : inbox.messages(trail.caseFile().investigation())) {
      if (!trail.caseFile().hasTaken(message.id())) {
        events.add(
            switch (message.kind()) {
              case "stop" -> new Event.StopAsked(message.id(), message.author());
              case "alert" -> joined(message, trail.caseFile().incident());
              case "feedback" ->
                  new Event.FeedbackGiven(message.id(), message.author(), message.body());
              default -> new Event.Said(message.id(), message.author(), message.body());
            });
      }
    }
    reopening(trail.caseFile(), events).ifPresent(events::add);
    trail.append(events, List.of());
  }

  private Event.AlertJoined joined(Inbox.Message message, Incident incident) {
    Alert alert = Json.read(message.body(), Alert.class);
    return new Event.AlertJoined(
        message.id(), alert, Optional.of(alertTargets.widen(incident, alert)));
  }

  /** A new alert after a verdict that explains nothing means: look again. */
  private static Optional<Event> reopening(CaseFile caseFile, List<Event> news) {
    boolean unexplained =
        caseFile.verdict().filter(verdict -> verdict.outcome() != Outcome.ROOT_CAUSE).isPresent();
    return news.stream()
        .filter(event -> event instanceof Event.AlertJoined joined && joined.alert().firing())
        .map(event -> ((Event.AlertJoined) event).alert())
        .filter(_ -> unexplained)
        .findFirst()
        .map(
            alert -> new Event.Reopened(alert.source(), alert.name() + " fired after the verdict"));
  }
}
