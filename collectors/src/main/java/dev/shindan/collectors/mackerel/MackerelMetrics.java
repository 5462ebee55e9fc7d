package dev.shindan.collectors.mackerel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Series;
import dev.shindan.collectors.http.Reply;
import dev.shindan.collectors.http.Retry;
import dev.shindan.collectors.http.StoreClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Host and service metrics of Mackerel (https://mackerel.io/api-docs/entry/host-metrics and {@code
 * /service-metrics}). A host or service stands in the label {@code instance}; every metric is a
 * request of its own, so their number is bounded. Thread-safe.
 */
public final class MackerelMetrics implements MetricSource, AutoCloseable {
  private final MackerelSettings settings;
  private final StoreClient client;
  private final String origin;

  public MackerelMetrics(MackerelSettings settings) {
    this(settings, Retry.NEVER);
  }

  public MackerelMetrics(MackerelSettings settings, Retry retry) {
    this.settings = settings;
    this.client = new StoreClient(settings.store().retrying(retry));
    this.origin = "Mackerel at " + client.address().shown();
  }

  /** One metric to read. */
  private record Wanted(String path, String metric, Map<String, String> labels) {}

  /** A question that was not answered, on its way to the answer as a whole. */
  private static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Selection.Unavailable why;

    Unanswered(Reason reason, String detail) {
      super(detail);
      this.why = new Selection.Unavailable(reason, detail);
    }
  }

  @Override
  public Selection select(
      List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (ExecutorService requests = Executors.newFixedThreadPool(settings.parallelMax())) {
      try {
        List<Wanted> wanted = wanted(matchers, deadline);
        boolean complete = wanted.size() <= settings.seriesMax();
        List<Callable<Optional<Series>>> asking = new ArrayList<>();
        for (Wanted one : wanted.subList(0, Math.min(wanted.size(), settings.seriesMax()))) {
          asking.add(() -> series(one, window, step, deadline));
        }
        return together(requests.invokeAll(asking), complete);
      } catch (Unanswered not) {
        return not.why;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new Selection.Unavailable(Reason.TIMED_OUT, origin + ": was called off");
      }
    }
  }

  /**
   * What could not be read of many is left out, and said; when nothing could, there is no answer.
   */
  private Selection together(List<Future<Optional<Series>>> asked, boolean complete)
      throws InterruptedException {
    List<Series> series = new ArrayList<>();
    List<Selection.Unavailable> silent = new ArrayList<>();
    for (Future<Optional<Series>> one : asked) {
      try {
        one.get().ifPresent(series::add);
      } catch (ExecutionException failed) {
        if (!(failed.getCause() instanceof Unanswered not)) {
          throw new IllegalStateException(failed.getCause());
        }
        silent.add(not.why);
      }
    }
    return series.isEmpty() && !silent.isEmpty()
        ? silent.getFirst()
        : new Selection.Found(series, complete && silent.isEmpty(), origin);
  }

  private List<Wanted> wanted(List<LabelMatcher> matchers, long deadline) throws Unanswered {
    List<Measured> measured =
        new ArrayList<>(
            Measured.hosts(asked("/api/v0/hosts", Map.of(), "hosts", deadline).orElseThrow()));
    asked("/api/v0/services", Map.of(), "services", deadline)
        .ifPresent(body -> measured.addAll(Measured.services(body)));
    List<Wanted> wanted = new ArrayList<>();
    Set<Map<String, String>> taken = new HashSet<>();
    for (Measured one : measured) {
      if (!one.mayFit(matchers) || wanted.size() > settings.seriesMax()) {
        continue;
      }
      Optional<JsonNode> names = asked(one.path() + "/metric-names", Map.of(), "names", deadline);
      for (JsonNode name : names.map(body -> body.path("names")).orElseThrow()) {
        one.labels(name.asText(), matchers)
            .map(labels -> taken.add(labels) ? labels : told(labels, name.asText()))
            .ifPresent(labels -> wanted.add(new Wanted(one.path(), name.asText(), labels)));
      }
    }
    return wanted;
  }

  /** Two metrics may differ in a letter that names of series do not have. */
  private static Map<String, String> told(Map<String, String> labels, String metric) {
    Map<String, String> apart = new HashMap<>(labels);
    apart.put("metric", metric);
    return apart;
  }

  private Optional<Series> series(Wanted one, Window window, Duration step, long deadline)
      throws Unanswered {
    Map<String, String> query =
        Map.of(
            "name", one.metric(),
            "from", Long.toString(window.start().getEpochSecond()),
            "to", Long.toString(window.end().getEpochSecond()));
    return asked(one.path() + "/metrics", query, "metrics", deadline)
        .map(body -> series(one.labels(), body.path("metrics"), step))
        .filter(found -> found.values().length > 0);
  }

  /** The last sample of each step, ascending. */
  private static Series series(Map<String, String> labels, JsonNode points, Duration step) {
    TreeMap<Long, Map.Entry<Long, Double>> last = new TreeMap<>();
    for (JsonNode point : points) {
      if (point.path("time").isNumber() && point.path("value").isNumber()) {
        long millis = point.path("time").asLong() * 1000;
        last.merge(
            Math.floorDiv(millis, Math.max(step.toMillis(), 1)),
            Map.entry(millis, point.path("value").asDouble()),
            (one, other) -> one.getKey() > other.getKey() ? one : other);
      }
    }
    return new Series(
        labels,
        last.values().stream().mapToLong(Map.Entry::getKey).toArray(),
        last.values().stream().mapToDouble(Map.Entry::getValue).toArray());
  }

  /** Empty when Mackerel knows of no such metric; in what it lists that is a metric just gone. */
  private Optional<JsonNode> asked(
      String path, Map<String, String> query, String list, long deadline) throws Unanswered {
    Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    return switch (client.get(path, query, left)) {
      case Reply.Body body ->
          Optional.of(
              body.json()
                  .filter(json -> json.path(list).isArray())
                  .orElseThrow(
                      () ->
                          new Unanswered(
                              Reason.UNREADABLE,
                              origin + ": the answer of " + path + " has no list " + list)));
      case Reply.Nothing nothing -> {
        if (nothing.status() == 404 && list.equals("metrics")) {
          yield Optional.empty();
        }
        throw new Unanswered(nothing.reason(), nothing.detail());
      }
    };
  }

  @Override
  public Optional<String> check() {
    return switch (client.get("/api/v0/org", Map.of(), settings.timeout())) {
      case Reply.Nothing nothing -> Optional.of(nothing.detail());
      case Reply.Body body ->
          body.json().filter(org -> org.path("name").isTextual()).isPresent()
              ? Optional.empty()
              : Optional.of(client.address().shown() + " does not answer like Mackerel");
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
