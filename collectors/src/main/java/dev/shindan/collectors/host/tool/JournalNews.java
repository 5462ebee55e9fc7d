package dev.shindan.collectors.host.tool;

import dev.shindan.agent.signal.LogTemplates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the sentences that came with the onset from those that were logged all along, or only well
 * before it: a host complains of many things every day.
 */
final class JournalNews {
  /** The onset we know is often that of an alert, which is late. */
  private static final long LATE_SECONDS = 300;

  /** A sentence that is logged so many times as often as before is news too. */
  private static final double TIMES = 3;

  private JournalNews() {}

  /**
   * Marks the entries whose sentence was not logged before the onset, or {@link #TIMES} times less
   * often.
   *
   * @param around how much time before and after the onset was asked for
   * @param sinceOnset how long ago the onset is
   * @param whole whether no entry of that time is missing
   */
  static List<JournalEntry> marked(
      List<JournalEntry> entries, Duration around, Duration sinceOnset, boolean whole) {
    if (entries.isEmpty()) {
      return List.of();
    }
    LogTemplates templates = new LogTemplates();
    int[] shapes =
        entries.stream()
            .mapToInt(entry -> templates.add(entry.unit() + " " + entry.message()))
            .toArray();
    int[] templateOf = templates.templateOf();
    int[] before = new int[templateOf.length];
    int[] since = new int[templateOf.length];
    for (int i = 0; i < shapes.length; i++) {
      int[] side = isBefore(entries.get(i)) ? before : since;
      side[templateOf[shapes[i]]]++;
    }
    long began = whole ? -around.toSeconds() : entries.getFirst().secondsAfterOnset();
    double secondsBefore = Math.max(0, -LATE_SECONDS - began);
    double secondsSince = LATE_SECONDS + Math.clamp(sinceOnset.toSeconds(), 0, around.toSeconds());
    List<JournalEntry> marked = new ArrayList<>();
    for (int i = 0; i < shapes.length; i++) {
      JournalEntry entry = entries.get(i);
      int template = templateOf[shapes[i]];
      double rate = since[template] / secondsSince;
      double rateBefore = before[template] / Math.max(1, secondsBefore);
      marked.add(entry.fresh(!isBefore(entry) && rate > TIMES * rateBefore));
    }
    return marked;
  }

  private static boolean isBefore(JournalEntry entry) {
    return entry.secondsAfterOnset() < -LATE_SECONDS;
  }
}
