package dev.shindan.agent.triage;

import dev.shindan.agent.investigate.Investigator;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.TrailStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers that take investigations from the durable queue and run them to their end. A lease
 * keeps two workers apart; where it fails, the trail's numbering fences the second one.
 */
public final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration RENEW_EVERY = Duration.ofSeconds(4);

  /** How long a worker sleeps when nothing waits; another process may have queued something. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final Duration PAUSE_AFTER_DEFECT = Duration.ofSeconds(2);

  private final IncidentStore incidents;
  private final TrailStore trails;
  private final Investigator investigator;
  private final String reasoner;
  private final Limits limits;
  private final Semaphore work = new Semaphore(0);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param reasoner name of the reasoner that new investigations begin with
   */
  public Dispatcher(
      IncidentStore incidents,
      TrailStore trails,
      Investigator investigator,
      String reasoner,
      Limits limits) {
    this.incidents = incidents;
    this.trails = trails;
    this.investigator = investigator;
    this.reasoner = reasoner;
    this.limits = limits;
  }

  /**
   * Starts the workers.
   *
   * @param name unique among all processes on the same store
   * @param workers how many investigations may be under way at once
   */
  public void start(String name, int workers) {
    for (int i = 1; i <= workers; i++) {
      String worker = name + "/" + i;
      threads.add(Thread.ofPlatform().name("investigate-" + i).start(() -> work(worker)));
    }
  }

  /** Writes the first entry of a queued investigation, so that it can be seen while it waits. */
  public void opened(String investigation, Incident incident) {
    investigator.open(investigation, incident, reasoner, limits);
    wake();
  }

  /** Something was queued: look at once. */
  public void wake() {
    work.release();
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }

  private void work(String worker) {
    while (!closed) {
      try {
        Optional<Lease> lease = incidents.claim(worker, LEASE);
        if (lease.isPresent()) {
          run(lease.get(), worker);
        } else {
          boolean _ = work.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException stopping) {
        return;
      } catch (RuntimeException defect) {
        LOG.error("worker {} broke", worker, defect);
        pause();
      }
    }
  }

  private void run(Lease lease, String worker) throws InterruptedException {
    String investigation = lease.investigation();
    Thread heart = Thread.ofVirtual().start(() -> keep(investigation, worker));
    try {
      investigator.open(investigation, lease.incident(), reasoner, limits);
      Optional<Verdict> verdict = investigator.run(investigation, worker);
      CaseFile caseFile = CaseFile.of(investigation, trails.read(investigation, 0));
      String summary = verdict.map(Json::write).orElse("{\"outcome\":\"aborted\"}");
      boolean _ = incidents.finish(investigation, worker, summary, caseFile.lastMessageTaken());
    } catch (TrailStore.Fenced fenced) {
      LOG.info("{}: {}; another worker has it", worker, fenced.getMessage());
      incidents.release(investigation, worker);
    } finally {
      heart.interrupt();
    }
  }

  private void keep(String investigation, String worker) {
    try {
      do {
        Thread.sleep(RENEW_EVERY);
      } while (incidents.renew(investigation, worker, LEASE));
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_DEFECT);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
