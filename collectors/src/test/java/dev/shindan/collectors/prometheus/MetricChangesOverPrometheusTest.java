package dev.shindan.collectors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.tool.MetricChangesSettings;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricChangesOverPrometheusTest {
  private final AtomicBoolean sick = new AtomicBoolean();
  private final AtomicLong requests = new AtomicLong();

  @Test
  void theChangeOfARealSeriesIsFoundWithItsTime(@TempDir Path directory)
      throws InterruptedException {
    try (RealPrometheus prometheus = new RealPrometheus(directory, this::metrics);
        PrometheusSource source = new PrometheusSource(PrometheusSettings.of(prometheus.url()))) {
      await().atMost(Duration.ofSeconds(30)).until(() -> source.check().isEmpty());
      await().atMost(Duration.ofSeconds(30)).until(() -> samples(source, prometheus) >= 15);
      Instant fault = Instant.now();
      sick.set(true);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Duration.between(fault, Instant.now()).toMillis() > 4000);

      JsonNode facts = facts(source, fault.plusSeconds(1));

      Map<String, JsonNode> changes = new HashMap<>();
      facts.path("changes").forEach(change -> changes.put(change.path("metric").asText(), change));
      assertThat(changes.keySet())
          .contains("shop_queue_depth", "shop_errors_total")
          .doesNotContain("shop_threads", "up");
      JsonNode depth = changes.getOrDefault("shop_queue_depth", MissingNode.getInstance());
      assertThat(depth.path("before").asDouble()).isEqualTo(3);
      assertThat(depth.path("after").asDouble()).isEqualTo(60);
      assertThat(depth.path("labels").path("queue").asText()).isEqualTo("mail \"out\" \\ 1");
      assertThat(Instant.parse(depth.path("changedAt").asText()))
          .isBetween(fault.minusMillis(300), fault.plusMillis(1500));
      assertThat(facts.path("complete").asBoolean()).isTrue();
    }
  }

  private JsonNode facts(PrometheusSource source, Instant onset) throws InterruptedException {
    Inventory inventory =
        new Inventory(
            List.of(
                new Target(
                    "shop1",
                    TargetKind.HOST,
                    Set.of("127.0.0.1"),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of())));
    MetricChanges tool =
        new MetricChanges(
            source,
            inventory,
            new MetricChangesSettings(List.of("instance"), 15, Duration.ofMillis(200), 10_000));
    ToolCall call = ToolCall.of(MetricChanges.NAME, "shop1", Map.of("minutes", "1", "top", "20"));
    CallContext context = new CallContext("i", onset, Instant.now(), Duration.ofSeconds(10));
    Fetched fetched = tool.fetch(call, context);
    assertThat(fetched).isInstanceOf(Fetched.Output.class);
    ToolAnswer answer = tool.read(call, ((Fetched.Output) fetched).raw(), context);
    assertThat(answer).isInstanceOf(ToolAnswer.Observed.class);
    return ((ToolAnswer.Observed) answer).facts();
  }

  private static int samples(PrometheusSource source, RealPrometheus prometheus) {
    Instant now = Instant.now();
    Selection selection =
        source.select(
            List.of(
                LabelMatcher.equalTo("__name__", "shop_queue_depth"),
                LabelMatcher.equalTo("queue", "mail \"out\" \\ 1"),
                LabelMatcher.matching("instance", prometheus.instance().replace(".", "\\."))),
            new Window(now.minusSeconds(60), now),
            Duration.ofMillis(200),
            Duration.ofSeconds(5));
    assertThat(selection).isInstanceOf(Selection.Found.class);
    return ((Selection.Found) selection)
        .series().stream().mapToInt(series -> series.values().length).max().orElse(0);
  }

  private String metrics() {
    long count = requests.addAndGet(sick.get() ? 50 : 1);
    return """
    # TYPE shop_queue_depth gauge
    shop_queue_depth{queue="mail \\"out\\" \\\\ 1"} %d
    # TYPE shop_threads gauge
    shop_threads 20
    shop_ratio NaN
    # TYPE shop_errors_total counter
    shop_errors_total %d
    """
        .formatted(sick.get() ? 60 : 3, count);
  }
}
