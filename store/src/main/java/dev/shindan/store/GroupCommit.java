package dev.shindan.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The single writer of a SQLite file: one platform thread that commits what is waiting together.
 *
 * <p>SQLite has one writer at a time anyway, and each commit waits for the disk once; a virtual
 * thread that waited inside the native library would hold its carrier. One that fails takes nobody
 * with it: the others are then done again, each by itself. Thread-safe.
 */
final class GroupCommit implements Transactions {
  private static final int WAITING_MAX = 1024;
  private static final int GROUP_MAX = 128;

  private final Jdbi writing;
  private final Jdbi reading;
  private final Runnable whenClosed;
  private final BlockingQueue<Job<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Job<Boolean> last = new Job<>(_ -> true);
  private final Thread writer;
  private boolean closed;

  GroupCommit(Jdbi writing, Jdbi reading, Runnable whenClosed) {
    this.writing = writing;
    this.reading = reading;
    this.whenClosed = whenClosed;
    this.writer = Thread.ofPlatform().name("store-writer").daemon(true).unstarted(this::run);
  }

  static GroupCommit start(Jdbi writing, Jdbi reading, Runnable whenClosed) {
    GroupCommit started = new GroupCommit(writing, reading, whenClosed);
    started.writer.start();
    return started;
  }

  @Override
  public <T> T write(Work<T> work) {
    Job<T> job = new Job<>(work);
    enqueue(job);
    return job.await();
  }

  /** Holds for every process that has the file open. */
  @Override
  public boolean oneAfterTheOther() {
    return true;
  }

  @Override
  public <T> T read(Work<T> work) {
    return reading.withHandle(work::in);
  }

  /** How many works wait for the writer. */
  int waiting() {
    return waiting.size();
  }

  /** Lets what is waiting finish, then ends. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      enqueue(last);
      closed = true;
    }
    last.await();
    whenClosed.run();
  }

  private synchronized void enqueue(Job<?> job) {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    boolean interrupted = false;
    while (true) {
      try {
        waiting.put(job);
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Job<?>> group = new ArrayList<>();
    do {
      group.clear();
      try {
        group.add(waiting.take());
      } catch (InterruptedException unexpected) {
        throw new IllegalStateException("nobody interrupts the writer", unexpected);
      }
      waiting.drainTo(group, GROUP_MAX - 1);
      commit(group);
    } while (!group.contains(last));
  }

  private void commit(List<Job<?>> group) {
    try {
      List<Runnable> settlements = writing.withHandle(handle -> inOneTransaction(handle, group));
      if (settlements.isEmpty()) {
        group.forEach(job -> commit(List.of(job)));
      }
      settlements.forEach(Runnable::run);
    } catch (RuntimeException | Error wrong) {
      group.forEach(job -> job.done.completeExceptionally(wrong));
    }
  }

  /**
   * @return what tells each caller how its work ended; empty when one of several failed, and
   *     nothing was done
   */
  private static List<Runnable> inOneTransaction(Handle handle, List<Job<?>> group) {
    handle.execute("BEGIN IMMEDIATE");
    try {
      List<Runnable> settlements = new ArrayList<>();
      for (Job<?> job : group) {
        try {
          settlements.add(job.run(handle));
        } catch (RuntimeException wrong) {
          if (group.size() == 1) {
            throw wrong;
          }
          rollBack(handle, wrong);
          return List.of();
        }
      }
      handle.execute("COMMIT");
      return settlements;
    } catch (RuntimeException | Error wrong) {
      rollBack(handle, wrong);
      throw wrong;
    }
  }

  private static void rollBack(Handle handle, Throwable why) {
    try {
      handle.execute("ROLLBACK");
    } catch (RuntimeException already) {
      // SQLite rolls back by itself when the disk is full
      why.addSuppressed(already);
    }
  }

  /** Work with the caller that waits for it. */
  private static final class Job<T> {
    private final Work<T> work;
    private final CompletableFuture<T> done = new CompletableFuture<>();

    Job(Work<T> work) {
      this.work = work;
    }

    /** Does the work; the caller hears of it when the returned settlement runs. */
    Runnable run(Handle handle) {
      T result = work.in(handle);
      return () -> done.complete(result);
    }

    /** Not interruptible: nobody may walk away without knowing whether the entry is there. */
    T await() {
      try {
        return done.join();
      } catch (CompletionException wrapped) {
        if (wrapped.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw wrapped;
      }
    }
  }
}
