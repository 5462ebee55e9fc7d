package dev.shindan.collectors.mackerel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.Changes;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Series;
import dev.shindan.collectors.http.FakeStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in the shape that Mackerel documents. */
final class MackerelTest {
  private static final Window HOUR =
      new Window(Instant.parse("2026-11-24T12:00:00Z"), Instant.parse("2026-11-24T13:00:00Z"));
  private static final List<LabelMatcher> APP1 =
      List.of(
          LabelMatcher.matching("instance", "(10\\.0\\.0\\.7|app1)(:[0-9]+)?"),
          new LabelMatcher("__name__", LabelMatcher.Operator.NOT_MATCHES, ".*_bucket"));

  private final FakeStore store = new FakeStore();
  private final MackerelMetrics metrics = new MackerelMetrics(settings(10));
  private final MackerelAnnotations annotations = new MackerelAnnotations(settings(10));

  @AfterEach
  void close() {
    metrics.close();
    annotations.close();
    store.close();
  }

  private void organization() {
    store
        .answer("/hosts/2eQG/metric-names", "{\"names\":[\"cpu.user.percentage\",\"loadavg5\"]}")
        .answer(
            "/hosts/2eQG/metrics?from=1795521600&name=cpu.user.percentage&to=1795525200",
            "{\"metrics\":[{\"time\":1795521660,\"value\":2.5},{\"time\":1795521600,\"value\":1}]}")
        .answer("/hosts/2eQG/metrics", "{\"metrics\":[{\"time\":1795521600,\"value\":0.7}]}")
        .answer("/services/cart/metric-names", "{\"names\":[\"orders.failed\"]}")
        .answer("/services/cart/metrics", "{\"metrics\":[{\"time\":1795521600,\"value\":9}]}")
        .answer("/services\n", "{\"services\":[{\"name\":\"cart\",\"memo\":\"\",\"roles\":[]}]}")
        .answer(
            "/hosts\n",
            """
            {"hosts":[
              {"id":"2eQG","name":"app1.example.com","displayName":null,"isRetired":false,
               "interfaces":[{"name":"lo","ipAddress":"127.0.0.1"},
                             {"name":"eth0","ipAddress":"10.0.0.7"}]},
              {"id":"9zzz","name":"app2","isRetired":false,"interfaces":[]},
              {"id":"0old","name":"app1","isRetired":true}]}
            """);
  }

  @Test
  void theMetricsOfAHostAreFoundByItsNameOrAddress() {
    organization();
    Selection.Found found = select(APP1);
    assertThat(found.complete()).isTrue();
    assertThat(found.series())
        .extracting(Series::labels)
        .containsExactly(
            Map.of("__name__", "cpu_user_percentage", "instance", "app1"),
            Map.of("__name__", "loadavg5", "instance", "app1"));
    assertThat(found.series().getFirst().epochMillis())
        .containsExactly(1795521600000L, 1795521660000L);
    assertThat(found.series().getFirst().values()).containsExactly(1, 2.5);
    assertThat(select(List.of(LabelMatcher.equalTo("instance", "10.0.0.7"))).series()).hasSize(2);
    assertThat(store.heard()).allMatch(question -> question.contains("X-api-key: secret-key"));
    assertThat(store.heard()).noneMatch(question -> question.contains("9zzz"));
  }

  @Test
  void theMetricsOfAServiceAreFoundByItsName() {
    organization();
    assertThat(select(List.of(LabelMatcher.equalTo("instance", "cart"))).series())
        .extracting(Series::labels)
        .containsExactly(
            Map.of("__name__", "orders_failed", "instance", "cart", "service", "cart"));
  }

  @Test
  void aHostThatMackerelDoesNotKnowHasNoSeries() {
    organization();
    Selection.Found found = select(List.of(LabelMatcher.equalTo("instance", "db1")));
    assertThat(found.series()).isEmpty();
    assertThat(found.complete()).isTrue();
  }

  @Test
  void onlyTheMetricsThatFitAreAskedFor() {
    organization();
    List<LabelMatcher> load = List.of(APP1.getFirst(), LabelMatcher.matching("__name__", "load.*"));
    assertThat(select(load).series()).extracting(Series::name).containsExactly("loadavg5");
    assertThat(store.heard()).noneMatch(question -> question.contains("name=cpu"));
  }

  @Test
  void moreMetricsThanAreReadLeaveTheAnswerIncomplete() {
    organization();
    try (MackerelMetrics few = new MackerelMetrics(settings(1))) {
      Selection.Found found =
          (Selection.Found) few.select(APP1, HOUR, Duration.ofSeconds(15), Duration.ofSeconds(10));
      assertThat(found.series()).hasSize(1);
      assertThat(found.complete()).isFalse();
    }
  }

  @Test
  void aMetricThatIsNotAnsweredLeavesTheRestIncomplete() {
    store.answer("name=loadavg5", 500, "no");
    organization();
    Selection.Found found = select(APP1);
    assertThat(found.series()).extracting(Series::name).containsExactly("cpu_user_percentage");
    assertThat(found.complete()).isFalse();
  }

  @Test
  void ofALongStepTheLastSampleIsKept() {
    organization();
    Selection.Found found =
        (Selection.Found)
            metrics.select(APP1, HOUR, Duration.ofMinutes(10), Duration.ofSeconds(10));
    assertThat(found.series().getFirst().values()).containsExactly(2.5);
  }

  @Test
  void twoMetricsOfOneSeriesNameAreToldApart() {
    store.answer("metric-names", "{\"names\":[\"a.b\",\"a_b\"]}");
    organization();
    store.answer("/hosts/2eQG/metrics", "{\"metrics\":[{\"time\":1795521600,\"value\":1}]}");
    assertThat(select(APP1).series())
        .extracting(series -> series.labels().getOrDefault("metric", ""))
        .containsExactly("", "a_b");
  }

  @ParameterizedTest
  @CsvSource({"200,<html>,UNREADABLE", "200,{},UNREADABLE", "403,no,AUTHENTICATION_FAILED"})
  void whatIsNoListOfHostsIsNoAnswer(int status, String body, Reason reason) {
    store.answer("/hosts\n", status, body);
    assertThat(metrics.select(APP1, HOUR, Duration.ofSeconds(15), Duration.ofSeconds(10)))
        .isInstanceOfSatisfying(
            Selection.Unavailable.class,
            not -> {
              assertThat(not.reason()).isEqualTo(reason);
              assertThat(not.detail()).doesNotContain("secret-key");
            });
  }

  @Test
  void aStoreThatHangsTimesOut() {
    store.hang();
    assertThat(metrics.select(APP1, HOUR, Duration.ofSeconds(15), Duration.ofMillis(200)))
        .isInstanceOfSatisfying(
            Selection.Unavailable.class,
            not -> assertThat(not.reason()).isEqualTo(Reason.TIMED_OUT));
  }

  @Test
  void annotationsOfEveryServiceAreChanges() {
    store.answer(
        "/graph-annotations?from=1795521600&service=cart&to=1795525200",
        """
        {"graphAnnotations":[
          {"id":"a1","title":"Deploy cart #77","description":"1.8","from":1795523400,
           "to":1795523460,"service":"cart","roles":["app"]},
          {"id":"a2","title":"sale begins","description":"","from":1795523460,"to":1795523460,
           "service":"cart"}]}
        """);
    organization();
    assertThat(((Changes.Found) annotations.find(HOUR, Duration.ofSeconds(10))).changes())
        .containsExactly(
            new Change(
                Instant.parse("2026-11-24T12:30:00Z"),
                "Mackerel",
                "deploy",
                "app",
                "Deploy cart #77 1.8",
                ""),
            new Change(
                Instant.parse("2026-11-24T12:31:00Z"),
                "Mackerel",
                "annotation",
                "cart",
                "sale begins",
                ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/graph-annotations", "/services\n"})
  void annotationsThatAreNoListAreNoAnswer(String question) {
    store.answer(question, "[]");
    organization();
    assertThat(annotations.find(HOUR, Duration.ofSeconds(10)))
        .isInstanceOf(Changes.Unavailable.class);
  }

  @Test
  void theCheckAsksForTheOrganization() {
    assertThat(metrics.check()).hasValueSatisfying(why -> assertThat(why).contains("404"));
    store.answer("/api/v0/org", "{\"name\":\"shop\"}");
    assertThat(metrics.check()).isEmpty();
  }

  @Test
  void theSettingsRefuseWhatCannotBeMeantAndKeepTheKeyToThemselves() {
    URI url = MackerelSettings.URL;
    assertThatThrownBy(() -> MackerelSettings.of(url, " ")).hasMessageContaining("apiKey");
    assertThat(MackerelSettings.of(url, "secret-key").toString()).doesNotContain("secret-key");
  }

  private Selection.Found select(List<LabelMatcher> matchers) {
    return (Selection.Found)
        metrics.select(matchers, HOUR, Duration.ofSeconds(15), Duration.ofSeconds(10));
  }

  private MackerelSettings settings(int seriesMax) {
    return new MackerelSettings(
        store.address().url(), "secret-key", Duration.ofSeconds(10), seriesMax, 2, 1 << 20);
  }
}
