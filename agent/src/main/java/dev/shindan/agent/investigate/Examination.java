package dev.shindan.agent.investigate;

import dev.shindan.agent.catalogue.Assessor;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.HypothesisState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a batch of calls in parallel and appends each answer, with what code makes of it, at once.
 */
final class Examination {
  private static final Logger LOG = LoggerFactory.getLogger(Examination.class);
  private static final Duration LOOK_UP = Duration.ofMillis(200);

  /** Time beyond its own timeout that a call gets before it is given up. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ToolRunner runner;
  private final Assessor assessor;
  private final Clock clock;

  Examination(ToolRunner runner, Assessor assessor, Clock clock) {
    this.runner = runner;
    this.assessor = assessor;
    this.clock = clock;
  }

  private record Done(CallState call, ToolRunner.Run run) {}

  /**
   * Runs the calls that have no answer yet; returns when all have one, or {@code stop} says so.
   *
   * @param stop asked a few times a second; true gives up what is still under way
   */
  void answerAll(OpenTrail trail, BooleanSupplier stop) throws InterruptedException {
    List<CallState> calls = trail.caseFile().unfinished();
    BlockingQueue<Done> done = new LinkedBlockingQueue<>();
    Semaphore places = new Semaphore(trail.caseFile().limits().parallelCallsMax());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      CaseFile caseFile = trail.caseFile();
      for (CallState call : calls) {
        var _ =
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    done.add(new Done(call, run(call, caseFile)));
                  } finally {
                    places.release();
                  }
                  return null;
                });
      }
      collect(trail, calls.size(), done, stop);
    } finally {
      threads.shutdownNow();
    }
  }

  private void collect(
      OpenTrail trail, int expected, BlockingQueue<Done> done, BooleanSupplier stop)
      throws InterruptedException {
    int answered = 0;
    while (answered < expected) {
      Done next = done.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
      if (next != null) {
        record(trail, next);
        answered++;
      }
      if (stop.getAsBoolean()) {
        return;
      }
    }
  }

  private ToolRunner.Run run(CallState call, CaseFile caseFile) throws InterruptedException {
    Duration timeout = caseFile.limits().callTimeMax();
    CallContext context =
        new CallContext(
            caseFile.investigation(), caseFile.incident().onset(), clock.instant(), timeout);
    BlockingQueue<ToolRunner.Run> result = new LinkedBlockingQueue<>();
    Thread thread = Thread.ofVirtual().start(() -> result.add(runSafely(call.call(), context)));
    try {
      ToolRunner.Run run = result.poll(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
      if (run != null) {
        return run;
      }
    } finally {
      thread.interrupt(); // also when we are stopped ourselves: no further command may be sent
    }
    return failed(
        FailureKind.TIMED_OUT,
        call.call().key() + " gave no answer in " + timeout.toSeconds() + " s",
        timeout);
  }

  private ToolRunner.Run runSafely(ToolCall call, CallContext context) {
    try {
      return runner.run(call, context);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return failed(FailureKind.TIMED_OUT, call.key() + " was given up", Duration.ZERO);
    } catch (RuntimeException defect) {
      LOG.error("{} broke", call.key(), defect);
      return failed(
          FailureKind.UNREADABLE,
          call.key() + " broke: " + defect.getClass().getSimpleName(),
          Duration.ZERO);
    }
  }

  private static ToolRunner.Run failed(FailureKind kind, String detail, Duration took) {
    return new ToolRunner.Run(
        new ToolAnswer.Failed(kind, detail), Optional.empty(), Optional.empty(), took);
  }

  private void record(OpenTrail trail, Done done) {
    ToolRunner.Run run = done.run();
    Event.Answered answered =
        new Event.Answered(
            done.call().number(),
            run.answer(),
            run.raw().map(RawOutput::hash),
            run.raw().map(raw -> (long) raw.bytes().length).orElse(0L),
            run.raw().map(RawOutput::omittedBytes).orElse(0L),
            clock.instant(),
            run.took(),
            run.clockOffset());
    CallState call =
        new CallState(
            done.call().number(), done.call().called(), Optional.of(answered), List.of(), false);
    List<Event> events = new ArrayList<>();
    events.add(answered);
    String raw = run.raw().map(RawOutput::text).orElse("");
    List<Finding> findings = assessor.findings(call, trail.caseFile(), raw);
    events.add(new Event.Found(call.number(), findings, assessor.hash()));
    for (HypothesisState state : trail.caseFile().hypotheses()) {
      judge(state.hypothesis(), call, trail.caseFile(), raw, events);
    }
    trail.append(events, run.raw().stream().toList());
  }

  /** What all earlier answers say about a hypothesis that has just been put on the ledger. */
  List<Event> judgeEarlierAnswers(Hypothesis hypothesis, OpenTrail trail) {
    List<Event> events = new ArrayList<>();
    CaseFile caseFile = trail.caseFile();
    for (CallState call : caseFile.calls()) {
      if (call.answered().isPresent()) {
        String raw =
            call.answered()
                .get()
                .rawHash()
                .flatMap(hash -> trail.store().find(caseFile.investigation(), hash))
                .map(RawOutput::text)
                .orElse("");
        judge(hypothesis, call, caseFile, raw, events);
      }
    }
    return events;
  }

  private void judge(
      Hypothesis hypothesis, CallState call, CaseFile caseFile, String raw, List<Event> events) {
    for (Evidence evidence : assessor.evidence(hypothesis, call, caseFile, raw)) {
      events.add(new Event.Judged(evidence, "catalogue"));
    }
  }
}
