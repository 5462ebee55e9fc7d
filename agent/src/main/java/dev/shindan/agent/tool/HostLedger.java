package dev.shindan.agent.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The append-only record of every command that is sent to a host, and of those that our own guard
 * denied. What a host has to bear is counted from it, so processes that share it share the limits.
 * Thread-safe.
 */
public interface HostLedger {
  /**
   * Counts and records in one step: when a command is admitted, the record of it is durable before
   * this returns, and only then may its first byte be sent.
   */
  Admission admit(Intent intent, HostLimits limits);

  /** Adds how an admitted command ended. */
  void ended(String id, Ending ending);

  /** Records what was denied before a command could be made of it. */
  void denied(Intent intent, String reason);

  /** Newest first. */
  List<Entry> find(Question question);

  /** Notes that a host was seen strained. */
  void strained(String host, Strain strain);

  /** How the host was seen strained last. */
  Optional<Strain> strain(String host);

  /**
   * A command that is about to be sent.
   *
   * @param host by its name in the inventory
   * @param asker who or what asked: an investigation, or a person's command
   * @param argv exactly as it is sent
   * @param longest after which it has ended, whatever became of us
   */
  record Intent(String host, String asker, List<String> argv, Duration longest) {
    public Intent {
      argv = List.copyOf(argv);
    }
  }

  /** Whether a command may be sent. */
  sealed interface Admission {
    /** It is on record. */
    record Admitted(String id) implements Admission {}

    /** As many as may be are under way; nothing is on record, and it may be tried again. */
    record Busy(int underWay) implements Admission {}

    /** The denial is on record. */
    record Refused(String reason) implements Admission {}
  }

  /**
   * @param outcome {@code exited}, {@code given up}, or the kind of failure in words
   * @param bytes of output, before anything was cut
   */
  record Ending(String outcome, Optional<Integer> status, long bytes, Duration took) {}

  /**
   * @param denied why it was not sent
   * @param ending empty while it is under way, or when we were killed meanwhile
   */
  record Entry(
      String id,
      Instant at,
      String host,
      String asker,
      List<String> argv,
      Optional<String> denied,
      Optional<Ending> ending) {
    public Entry {
      argv = List.copyOf(argv);
    }
  }

  /** Which entries are asked for; an empty condition holds for all. */
  record Question(
      Optional<String> host,
      Optional<String> asker,
      Instant since,
      boolean deniedOnly,
      int countMax) {}

  /**
   * @param why in words, with the fact it was read from
   */
  record Strain(Instant at, String why) {}
}
