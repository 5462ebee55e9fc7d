package dev.shindan.store;

import dev.shindan.agent.triage.MovableClock;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Two stores on one database, as two processes would have; calls go to them by turns. */
record TwoStores(SqlStore one, SqlStore other, MovableClock clock, AtomicLong turn)
    implements AutoCloseable {
  static TwoStores open(Function<Clock, SqlStore> opening) {
    MovableClock clock = new MovableClock(Instant.parse("2026-11-02T12:00:00.123456Z"));
    return new TwoStores(opening.apply(clock), opening.apply(clock), clock, new AtomicLong());
  }

  SqlStore next() {
    return turn.getAndIncrement() % 2 == 0 ? one : other;
  }

  @Override
  public void close() {
    one.close();
    other.close();
  }
}
