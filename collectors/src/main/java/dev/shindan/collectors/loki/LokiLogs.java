package dev.shindan.collectors.loki;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogCount;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.collectors.http.Reply;
import dev.shindan.collectors.http.StoreClient;
import dev.shindan.collectors.lines.WrittenLine;
import dev.shindan.collectors.lines.WrittenTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Log lines from Loki's {@code /loki/api/v1/query_range}: words and level are filtered there, and
 * lines are counted there. Thread-safe.
 */
public final class LokiLogs implements LogSource, AutoCloseable {
  private static final String QUERY_RANGE = "/loki/api/v1/query_range";

  private final LokiSettings settings;
  private final StoreClient client;

  public LokiLogs(LokiSettings settings) {
    this.settings = settings;
    this.client = new StoreClient(settings.store());
  }

  @Override
  public boolean holds(Target target) {
    return true;
  }

  @Override
  public LogAnswer search(LogQuery query, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<String> searched = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (String label : settings.targetLabels()) {
      String lines = LogQl.lines(query, label);
      searched.add(lines);
      Reply reply = client.get(QUERY_RANGE, asking(query, lines), left(deadline));
      if (reply instanceof Reply.Nothing nothing) {
        return new LogAnswer.Unavailable(nothing.reason(), nothing.detail());
      }
      Optional<Brought> found = brought((Reply.Body) reply, query);
      if (found.isEmpty()) {
        return new LogAnswer.Unavailable(
            Reason.UNREADABLE, client.address().shown() + ": the answer is no list of streams");
      }
      if (!found.get().lines().isEmpty()) {
        return counted(query, label, found.get(), left(deadline));
      }
      found.get().notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    }
    return new LogAnswer.Found(List.of(), 0, List.of(), notes.isEmpty(), where(searched), notes);
  }

  @Override
  public Optional<String> check() {
    return switch (client.get("/loki/api/v1/labels", Map.of(), client.address().timeout())) {
      case Reply.Nothing nothing -> Optional.of(nothing.detail());
      case Reply.Body body ->
          body.text().contains("\"success\"")
              ? Optional.empty()
              : Optional.of(client.address().shown() + " does not answer like a Loki");
    };
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * The lines of one answer.
   *
   * @param notes why some of them may be missing
   */
  private record Brought(List<LogLine> lines, List<String> notes) {}

  private LogAnswer counted(LogQuery query, String label, Brought brought, Duration left) {
    List<LogLine> lines = brought.lines();
    List<String> notes = new ArrayList<>(brought.notes());
    String searched = where(List.of(LogQl.lines(query, label)));
    List<LogCount> counts = counts(query, label, left);
    long counted = counts.stream().mapToLong(LogCount::lines).sum();
    boolean all = lines.size() < query.linesMax();
    if (counts.isEmpty() && !all) {
      notes.add("there are more lines, which Loki did not count");
    }
    return new LogAnswer.Found(
        lines, Math.max(counted, lines.size()), counts, notes.isEmpty(), searched, notes);
  }

  /** Without the counts the lines are still an answer, so their failure is none of the whole. */
  private List<LogCount> counts(LogQuery query, String label, Duration left) {
    Map<String, String> asking = asking(query, LogQl.counted(query, label));
    Reply reply = client.get(QUERY_RANGE, asking, left);
    if (!(reply instanceof Reply.Body body)) {
      return List.of();
    }
    long length = query.bucket().toSeconds();
    List<LogCount> counts = new ArrayList<>();
    JsonNode points =
        body.json().map(root -> root.at("/data/result/0/values")).orElse(MissingNode.getInstance());
    for (JsonNode point : points) {
      // a point counts the stretch that ends with it
      Instant start = Instant.ofEpochSecond(point.path(0).asLong() - length);
      counts.add(new LogCount(start, Math.round(point.path(1).asDouble())));
    }
    return counts.stream().filter(count -> count.lines() > 0).toList();
  }

  private static Map<String, String> asking(LogQuery query, String logQl) {
    Instant end = query.window().end().plusMillis(1);
    return Map.of(
        "query",
        logQl,
        "start",
        nanos(query.bucketOf(query.window().start())),
        "end",
        nanos(end),
        "step",
        query.bucket().toSeconds() + "s",
        "limit",
        Integer.toString(query.linesMax()),
        "direction",
        "forward");
  }

  private static String nanos(Instant time) {
    return time.toEpochMilli() + "000000";
  }

  private static Optional<Brought> brought(Reply.Body body, LogQuery query) {
    JsonNode root = body.json().orElse(MissingNode.getInstance());
    JsonNode data = root.path("data");
    if (!data.path("resultType").asText().equals("streams") || !data.path("result").isArray()) {
      return Optional.empty();
    }
    WrittenTime times = new WrittenTime(ZoneOffset.UTC, query.window().end());
    List<LogLine> lines = new ArrayList<>();
    int unread = 0;
    for (JsonNode stream : data.path("result")) {
      JsonNode labels = stream.path("stream");
      for (JsonNode value : stream.path("values")) {
        if (value.path(0).asText().matches("[0-9]{1,19}") && value.path(1).isTextual()) {
          lines.add(line(labels, value, times));
        } else {
          unread++;
        }
      }
    }
    List<String> notes = new ArrayList<>();
    root.path("warnings")
        .forEach(warning -> notes.add("Loki warns: " + Reply.shortened(warning.asText())));
    if (unread > 0) {
      notes.add(unread + " lines have no time or no text");
    }
    return Optional.of(
        new Brought(
            lines.stream()
                .filter(line -> !line.time().isBefore(query.window().start()))
                .sorted(Comparator.comparing(LogLine::time))
                .toList(),
            notes));
  }

  private static LogLine line(JsonNode labels, JsonNode value, WrittenTime times) {
    long nanos = value.path(0).asLong();
    WrittenLine written = WrittenLine.read(value.path(1).asText(), times);
    LogLevel level =
        LogLevel.of(labels.path("level").asText(labels.path("detected_level").asText("")));
    return new LogLine(
        Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), nanos % 1_000_000_000L),
        stream(labels),
        level == LogLevel.UNKNOWN ? written.level() : level,
        written.message());
  }

  private static String stream(JsonNode labels) {
    for (String name : List.of("filename", "container", "unit", "job", "service_name", "app")) {
      if (labels.path(name).isTextual()) {
        return labels.path(name).asText();
      }
    }
    return "";
  }

  private String where(List<String> searched) {
    return String.join(" or ", searched) + " in Loki at " + client.address().shown();
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
  }
}
