package dev.shindan.evals.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.signal.DependencyGraph.Edge;
import dev.shindan.agent.signal.TracedActivity;
import dev.shindan.agent.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the files of one folder of the Nezha layout: {@code trace/ log/ metric/}. */
final class NezhaFiles {
  /** A pod is named by its service, its replica set and itself. */
  private static final Pattern POD = Pattern.compile("(.+)-[0-9a-f]{5,10}-[a-z0-9]{5}");

  /** A line says how bad it is and, mostly, where in the program it was written. */
  private static final Pattern WRITTEN_AT =
      Pattern.compile("\\b(TRACE|DEBUG|INFO|WARN|ERROR|FATAL|SEVERE)\\b\\s+(\\S+#\\d+)?");

  private static final Pattern VARIABLE = Pattern.compile("\\b[0-9a-f]{8,}(-[0-9a-f]+)*\\b|\\d+");

  private static final int WORDS_MAX = 8;

  private NezhaFiles() {}

  static String service(String pod) {
    Matcher named = POD.matcher(pod);
    return named.matches() ? named.group(1) : pod;
  }

  static TracedActivity activity(Path folder) throws IOException {
    List<Span> spans = new ArrayList<>();
    for (Path file : files(folder.resolve("trace"), ".csv.gz")) {
      spans(file, spans);
    }
    List<TracedActivity.Line> lines = new ArrayList<>();
    for (Path file : files(folder.resolve("log"), ".csv.gz")) {
      lines(file, lines);
    }
    return new TracedActivity(spans, lines);
  }

  /** The call pairs that the service mesh has counted; empty where none are recorded. */
  static DependencyGraph dependencies(Path folder) throws IOException {
    Path file = folder.resolve("metric").resolve("dependency.csv.gz");
    List<Edge> edges = new ArrayList<>();
    if (Files.exists(file)) {
      CsvTable table = CsvTable.read(file);
      int source = table.index("Source");
      int target = table.index("Target");
      for (List<String> row : table.rows()) {
        edges.add(new Edge(row.get(source), row.get(target), "metric", Optional.empty(), 1));
      }
    }
    return DependencyGraph.of(edges);
  }

  /** Those whose name ends so, by name; none when there is no such folder. */
  static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static void spans(Path file, List<Span> spans) throws IOException {
    CsvTable table = CsvTable.read(file);
    int trace = table.index("TraceID");
    int id = table.index("SpanID");
    int parent = table.index("ParentID");
    int pod = table.index("PodName");
    int operation = table.index("OperationName");
    int start = table.index("StartTimeUnixNano");
    int duration = table.index("Duration");
    for (List<String> row : table.rows()) {
      long nanos = Long.parseLong(row.get(start));
      spans.add(
          new Span(
              row.get(trace),
              row.get(id),
              Optional.of(row.get(parent)).filter(name -> !name.equals("root")),
              service(row.get(pod)),
              row.get(operation),
              Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000),
              Math.max(Long.parseLong(row.get(duration)), 0),
              false,
              Map.of()));
    }
  }

  private static void lines(Path file, List<TracedActivity.Line> lines) throws IOException {
    CsvTable table = CsvTable.read(file);
    int trace = table.index("TraceID");
    int span = table.index("SpanID");
    int log = table.index("Log");
    for (List<String> row : table.rows()) {
      boolean torn = row.size() <= Math.max(log, Math.max(trace, span)); // there is one upstream
      if (!torn && !row.get(trace).isBlank() && !row.get(span).isBlank()) {
        lines.add(line(row.get(trace), row.get(span), message(row.get(log))));
      }
    }
  }

  /** The container runtime wraps a line in JSON; one that is cut off is taken as it is. */
  private static String message(String wrapped) {
    try {
      JsonNode line = Json.MAPPER.readTree(wrapped);
      return line.path("log").asText(wrapped);
    } catch (IOException cut) {
      return wrapped;
    }
  }

  private static TracedActivity.Line line(String trace, String span, String message) {
    Matcher written = WRITTEN_AT.matcher(message);
    String level = written.find() ? written.group(1) : "";
    String place = level.isEmpty() ? null : written.group(2);
    boolean severe = List.of("ERROR", "FATAL", "SEVERE").contains(level);
    return new TracedActivity.Line(
        trace, span, level + ' ' + (place == null ? masked(message) : place), severe);
  }

  private static String masked(String message) {
    String[] words = VARIABLE.matcher(message).replaceAll("<*>").strip().split("\\s+", -1);
    return String.join(" ", List.of(words).subList(0, Math.min(words.length, WORDS_MAX)));
  }
}
