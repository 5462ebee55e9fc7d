package dev.shindan.collectors.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.Changes;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.collectors.http.FakeStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in the shape that Grafana documents for {@code /api/annotations}. */
final class GrafanaAnnotationsTest {
  private static final Window HOUR =
      new Window(Instant.parse("2026-11-24T12:00:00Z"), Instant.parse("2026-11-24T13:00:00Z"));

  private final FakeStore store = new FakeStore();
  private final GrafanaAnnotations grafana = new GrafanaAnnotations(store.address());

  @AfterEach
  void close() {
    grafana.close();
    store.close();
  }

  @Test
  void tagsSayWhatWasChangedAndThatItWasADeployment() {
    store.answer(
        "/api/annotations",
        """
        [{"id":1,"time":1795523400000,"timeEnd":0,"text":"cart 1.8","login":"ci",
          "tags":["deploy","service:cart"]},
         {"id":2,"time":1795523460000,"text":"lunch","login":"","tags":[]}]
        """);
    Changes.Found found = (Changes.Found) grafana.find(HOUR, Duration.ofSeconds(10));
    assertThat(found.changes())
        .containsExactly(
            new Change(
                Instant.parse("2026-11-24T12:30:00Z"),
                "Grafana",
                "deploy",
                "cart",
                "cart 1.8",
                "ci"),
            new Change(
                Instant.parse("2026-11-24T12:31:00Z"), "Grafana", "annotation", "", "lunch", ""));
    assertThat(store.heard().getFirst()).contains("from=1795521600000", "to=1795525200000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "<html>"})
  void whatIsNoListIsUnreadable(String body) {
    store.answer("", body);
    assertThat(grafana.find(HOUR, Duration.ofSeconds(10)))
        .isInstanceOfSatisfying(
            Changes.Unavailable.class,
            not -> assertThat(not.reason()).isEqualTo(Reason.UNREADABLE));
  }
}
