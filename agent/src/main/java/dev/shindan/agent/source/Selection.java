package dev.shindan.agent.source;

import java.util.List;

/** What a metric store answered. */
public sealed interface Selection {
  /**
   * @param series also those that the store has no value of, without samples
   * @param complete false when the store said that it left something out
   * @param origin the store that answered, for the reader
   */
  record Found(List<Series> series, boolean complete, String origin) implements Selection {
    public Found {
      series = List.copyOf(series);
    }

    /** Whether any of the series has a sample. */
    public boolean sampled() {
      return series.stream().anyMatch(one -> one.values().length > 0);
    }
  }

  /** The store did not answer; never to be read as "no series". */
  record Unavailable(Reason reason, String detail) implements Selection {}

  /** Why a store gave no answer. */
  enum Reason {
    UNREACHABLE,
    CONNECTION_REFUSED,
    AUTHENTICATION_FAILED,
    TIMED_OUT,
    UNREADABLE,
    /** Our own guard said no. */
    DENIED
  }
}
