package dev.shindan.store;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.ChangeMarkers;
import dev.shindan.agent.source.Changes;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.tool.RawOutput;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The told changes in SQL; a window is searched to the millisecond. Thread-safe. */
public final class SqlChangeMarkers implements ChangeMarkers {
  /** More of one window are not read. */
  static final int FOUND_MAX = 2_000;

  private final Transactions transactions;
  private final Clock clock;

  SqlChangeMarkers(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public int keep(List<Marker> markers) {
    return transactions.write(
        handle -> markers.stream().mapToInt(marker -> insert(handle, marker)).sum());
  }

  private int insert(Handle handle, Marker marker) {
    return handle
        .createUpdate(
            """
            INSERT INTO markers (key_hash, at_millis, told_at_millis, change_json)
            VALUES (:key, :at, :told, :change)
            ON CONFLICT (key_hash) DO NOTHING\
            """)
        .bind("key", RawOutput.of(marker.key()).hash())
        .bind("at", marker.change().at().toEpochMilli())
        .bind("told", clock.millis())
        .bind("change", Json.write(marker.change()))
        .execute();
  }

  /** The latest stand first, so that what is cut off is the oldest. */
  @Override
  public Changes find(Window window, Duration timeout) {
    try {
      return transactions.read(handle -> find(handle, window));
    } catch (JdbiException wrong) {
      return new Changes.Unavailable(Reason.UNREACHABLE, problem(wrong));
    }
  }

  private static Changes find(Handle handle, Window window) {
    List<Change> changes =
        handle
            .createQuery(
                """
                SELECT change_json FROM markers WHERE at_millis BETWEEN :start AND :end
                ORDER BY at_millis DESC, key_hash LIMIT :count\
                """)
            .bind("start", window.start().toEpochMilli())
            .bind("end", window.end().toEpochMilli())
            .bind("count", FOUND_MAX + 1)
            .map((row, _) -> Json.read(row.getString("change_json"), Change.class))
            .list();
    boolean told = !changes.isEmpty() || toldAtAll(handle);
    return new Changes.Found(
        changes.stream().limit(FOUND_MAX).toList(),
        changes.size() <= FOUND_MAX,
        "changes told to Shindan" + (told ? "" : " (it was never told of any)"));
  }

  private static boolean toldAtAll(Handle handle) {
    return handle
        .createQuery("SELECT 1 FROM markers LIMIT 1")
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  @Override
  public Optional<String> check() {
    try {
      transactions.read(SqlChangeMarkers::toldAtAll);
      return Optional.empty();
    } catch (RuntimeException wrong) {
      return Optional.of(problem(wrong));
    }
  }

  private static String problem(RuntimeException wrong) {
    return "the store of told changes does not answer: " + wrong.getMessage();
  }
}
