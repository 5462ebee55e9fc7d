package dev.shindan.evals.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.signal.DetectedEvent;
import dev.shindan.agent.signal.DetectedEvent.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The events of one case in the TVDiag layout.
 *
 * @param instances those that a fault can be located in
 * @param edges caller and callee, by index of the instance; upstream gives both directions
 */
record TvdiagEvents(
    String name, List<String> instances, List<int[]> edges, Set<DetectedEvent> events) {
  private static final Pattern REPLICA = Pattern.compile("-?\\d+$");
  private static final Pattern LATENCY =
      Pattern.compile("(^|_)p\\d\\d$|latency|duration|response_time");
  private static final Pattern TRAFFIC = Pattern.compile("qps|net_|network");
  private static final Pattern PROCESSOR = Pattern.compile("cpu|load");

  static List<TvdiagEvents> read(Path file) throws IOException {
    List<TvdiagEvents> cases = new ArrayList<>();
    for (String line : CsvTable.text(file).lines().toList()) {
      if (!line.isBlank()) {
        cases.add(read(Json.MAPPER.readTree(line)));
      }
    }
    return cases;
  }

  private static TvdiagEvents read(JsonNode line) {
    List<String> instances = texts(line.path("nodes"));
    Set<DetectedEvent> events = new LinkedHashSet<>();
    for (JsonNode metric : line.path("metrics")) {
      List<String> parts = texts(metric);
      String direction = parts.getLast();
      String series = parts.get(parts.size() - 2);
      Kind kind = metricKind(series, direction.startsWith("up"));
      events.add(event(parts.getFirst(), kind, series + ' ' + direction));
    }
    for (JsonNode trace : line.path("traces")) {
      addTrace(texts(trace), events);
    }
    for (JsonNode log : line.path("logs")) {
      String instance = log.path(0).asText();
      String template = log.path(1).asText().replace(instance + '-', "");
      events.add(event(instance, Kind.LINES, "lines " + template));
    }
    events.removeIf(event -> !instances.contains(event.target()));
    List<int[]> edges = new ArrayList<>();
    line.path("edges")
        .forEach(edge -> edges.add(new int[] {edge.path(0).asInt(), edge.path(1).asInt()}));
    return new TvdiagEvents(line.path("case").asText(), instances, edges, events);
  }

  private static void addTrace(List<String> trace, Set<DetectedEvent> events) {
    String caller = trace.get(0);
    String callee = trace.get(1);
    String what = trace.get(2) + ' ' + trace.get(3);
    boolean slow = trace.get(3).equals("PD");
    if (caller.equals(callee)) {
      events.add(event(callee, slow ? Kind.OWN_SLOW : Kind.OWN_FAILED, what));
    } else {
      String from = what + " from " + group(caller);
      events.add(event(callee, slow ? Kind.CALLED_SLOW : Kind.CALLED_FAILED, from));
      if (!slow) {
        events.add(event(caller, Kind.CALL_FAILED, what + " to " + group(callee)));
      }
    }
  }

  private static Kind metricKind(String series, boolean up) {
    if (series.contains("success")) {
      return Kind.FAILURES;
    }
    if (LATENCY.matcher(series).find()) {
      return up ? Kind.LATENCY_UP : Kind.LATENCY_DOWN;
    }
    if (TRAFFIC.matcher(series).find()) {
      return up ? Kind.TRAFFIC_UP : Kind.TRAFFIC_DOWN;
    }
    if (!up) {
      return Kind.RESOURCE_DOWN;
    }
    return PROCESSOR.matcher(series).find()
        ? Kind.PROCESSOR_UP
        : series.contains("mem") ? Kind.MEMORY_UP : Kind.RESOURCE_UP;
  }

  private static DetectedEvent event(String instance, Kind kind, String name) {
    return new DetectedEvent(instance, group(instance), kind, name);
  }

  /** Replicas are numbered. */
  private static String group(String instance) {
    return REPLICA.matcher(instance).replaceFirst("");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
