package dev.shindan.agent.trail;

import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.RawOutputs;
import java.util.List;
import java.util.Optional;

/** Where trails are kept. Append-only, durable on return, thread-safe. */
public interface TrailStore extends RawOutputs {
  /** Somebody else appended first: this worker must let go of the investigation. */
  final class Fenced extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Fenced(String investigation, long expectedNumber) {
      super("entry " + expectedNumber + " of " + investigation + " is already there");
    }
  }

  /**
   * Appends events and the raw outputs they refer to, all or nothing.
   *
   * @param expectedNumber the number the first event must get; 1 opens the trail
   * @return the entries as stored, with their numbers and times
   * @throws Fenced when the trail has already gone on
   */
  List<Entry> append(
      String investigation, long expectedNumber, List<Event> events, List<RawOutput> raws);

  /** Entries with a number greater than {@code after}, in order; empty for an unknown trail. */
  List<Entry> read(String investigation, long after);

  /** The number of the last entry; 0 for an unknown trail. */
  long lastNumber(String investigation);

  @Override
  Optional<RawOutput> find(String investigation, String hash);
}
