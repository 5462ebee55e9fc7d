package dev.shindan.store;

import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.TrailStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * A process that appends pairs of entries to one trail until it is killed, and prints {@code won N
 * .} for each pair that was acknowledged and {@code fenced N .} for each that another process won.
 */
final class AppendingProcess {
  static final String TRAIL = "inv-1";

  private AppendingProcess() {}

  public static void main(String[] arguments) {
    String worker = arguments[1];
    try (SqlStore store = open(arguments[0], Clock.systemUTC())) {
      while (true) {
        long number = store.trails().lastNumber(TRAIL) + 1;
        Event event = new Event.Resumed(worker);
        try {
          store.trails().append(TRAIL, number, List.of(event, event), List.of(raw(worker, number)));
          System.out.println("won " + number + " .");
        } catch (TrailStore.Fenced fenced) {
          System.out.println("fenced " + number + " .");
        }
      }
    }
  }

  /** Opens the store at a JDBC URL or in a directory. */
  static SqlStore open(String where, Clock clock) {
    return where.startsWith("jdbc:")
        ? SqlStore.postgres(where, RealPostgres.USER, "", clock)
        : SqlStore.sqlite(Path.of(where), clock);
  }

  static RawOutput raw(String worker, long number) {
    return RawOutput.of("output of " + worker + " at " + number);
  }
}
