package dev.shindan.store;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How work reaches the database: all or nothing, durable on return. Thread-safe. */
interface Transactions extends AutoCloseable {
  /** Statements that belong together. */
  @FunctionalInterface
  interface Work<T> {
    T in(Handle handle);
  }

  /**
   * Runs work that writes; an exception undoes all of it and is thrown on.
   *
   * @param work may be run more than once, what the runs before did being undone
   */
  <T> T write(Work<T> work);

  /** Whether no two works write at the same time, be it from several processes. */
  boolean oneAfterTheOther();

  /** Runs work that only reads. */
  <T> T read(Work<T> work);

  @Override
  void close();

  /** Every caller writes on a connection of its own; the database orders them. */
  record Direct(Jdbi jdbi, Runnable whenClosed) implements Transactions {
    @Override
    public <T> T write(Work<T> work) {
      return jdbi.inTransaction(work::in);
    }

    @Override
    public boolean oneAfterTheOther() {
      return false;
    }

    @Override
    public <T> T read(Work<T> work) {
      return jdbi.withHandle(work::in);
    }

    @Override
    public void close() {
      whenClosed.run();
    }
  }
}
