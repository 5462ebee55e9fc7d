package dev.shindan.collectors.host;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one login to a host that may be under way, for all who need it. It goes on when the time of
 * those who wait is over, for a host that is short of processor time lets in slowly and is the one
 * to be looked at: the next question finds it done. When the last of them is interrupted, it stops.
 * Thread-safe.
 *
 * @param <T> what comes of a login
 */
final class SharedLogin<T> {
  /** Logs in, or says why not; has a time limit of its own. */
  @FunctionalInterface
  interface Work<T> {
    T done() throws InterruptedException;
  }

  private static final class UnderWay<T> {
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private int waiting;
    private @Nullable Thread thread;
  }

  private @Nullable UnderWay<T> underWay;

  /**
   * What comes of the login that is under way, or of this one.
   *
   * @return empty when the time was over first
   */
  Optional<T> outcome(Work<T> work, Duration within) throws InterruptedException {
    UnderWay<T> joined = joined(work);
    try {
      return Optional.of(joined.outcome.get(Math.max(0, within.toNanos()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      stop(joined);
      throw stopped;
    } catch (ExecutionException broken) {
      if (broken.getCause() instanceof RuntimeException ours) {
        throw ours;
      }
      throw new IllegalStateException("a login broke", broken.getCause());
    } finally {
      leave(joined);
    }
  }

  /** Stops the login that is under way, and waits for its end; not longer than so long. */
  void end(Duration within) throws InterruptedException {
    Thread thread;
    synchronized (this) {
      thread = underWay == null ? null : underWay.thread;
    }
    if (thread != null) {
      thread.interrupt();
      var _ = thread.join(within);
    }
  }

  private synchronized UnderWay<T> joined(Work<T> work) {
    UnderWay<T> known = underWay;
    if (known == null) {
      UnderWay<T> begun = new UnderWay<>();
      known = begun;
      underWay = begun;
      begun.thread = Thread.ofVirtual().name("login").start(() -> run(begun, work));
    }
    known.waiting++;
    return known;
  }

  private void run(UnderWay<T> mine, Work<T> work) {
    try {
      T done = work.done();
      over(mine);
      mine.outcome.complete(done);
    } catch (InterruptedException | RuntimeException | Error broken) {
      over(mine);
      mine.outcome.completeExceptionally(broken);
    }
  }

  private synchronized void over(UnderWay<T> login) {
    if (underWay == login) {
      underWay = null;
    }
  }

  private synchronized void leave(UnderWay<T> login) {
    login.waiting--;
  }

  private synchronized void stop(UnderWay<T> login) {
    Thread thread = login.thread;
    if (login.waiting == 1 && thread != null) {
      over(login);
      thread.interrupt();
    }
  }
}
