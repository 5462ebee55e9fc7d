package dev.shindan.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.trail.CaseFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SignalsTest {
  private static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'";

  private final WebFixture web = WebFixture.open();
  private final SignalTrail trail =
      new SignalTrail(new SampleTrail(web.store, "i-1").open("Orders are slow on app1"));

  @AfterEach
  void close() {
    web.close();
  }

  private Signals signals() {
    CaseFile file = CaseFile.of("i-1", web.store.read("i-1", 0));
    return Signals.of(
        file,
        new WebPorts(
            web.store,
            web.store,
            web.investigations,
            TrailFeed.SILENT,
            WebFixture.CLOCK,
            new io.prometheus.client.CollectorRegistry()));
  }

  @Test
  void everyMetricThatChangedIsDrawnWithItsOnsetAndItsChange() {
    trail.incident().metrics();

    MetricSection.OfTarget app = signals().metrics().targets().getFirst();

    assertThat(app.summary()).isEqualTo("6 of 8 series changed");
    assertThat(app.open()).hasSize(4);
    assertThat(app.folded()).hasSize(2);
    assertThat(app.notDrawn()).isZero();
    MetricChart queue = chart(app, "queue_depth");
    assertThat(queue.move()).isEqualTo("5 → 81");
    assertThat(queue.low()).isEqualTo("5");
    assertThat(queue.high()).isEqualTo("82");
    assertThat(queue.onsetX()).isBetween(150.0, 230.0);
    assertThat(queue.marks()).filteredOn(MetricChart.Mark::settled).hasSize(1);
    double settled =
        queue.marks().stream().filter(MetricChart.Mark::settled).findFirst().orElseThrow().x();
    // the level moves one sample of 15 s after the onset
    assertThat(settled - queue.onsetX()).isBetween(1.0, 6.0);
    assertThat(queue.lines()).hasSize(1);
    assertThat(queue.lines().getFirst().split(" ")).hasSizeGreaterThan(90);
    assertThat(queue.text()).contains("5 → 81", "onset 02:39:25", "level at 02:39:40");
  }

  @Test
  void aCounterIsDrawnAsItsRateAndASumAsTheMean() {
    trail.incident().metrics();
    MetricSection.OfTarget app = signals().metrics().targets().getFirst();

    assertThat(chart(app, "http_errors_total").move()).isEqualTo("0.1/s → 4/s");
    assertThat(chart(app, "request_duration_seconds_mean").move()).isEqualTo("20 ms → 400 ms");
    assertThat(chart(app, "process_resident_memory_bytes").high()).isEqualTo("862 MiB");
    assertThat(chart(app, "worker_busy_ratio").move()).contains("97 %");
  }

  @Test
  void aGapBreaksTheLine() {
    trail.measure("queue_depth", i -> i < 61 ? 5 + i % 2 : 80);
    trail.measure("node_load1", i -> i > 20 && i < 30 ? Double.NaN : i < 61 ? 1 : 9);
    trail.metrics();

    MetricChart load = chart(signals().metrics().targets().getFirst(), "node_load1");

    assertThat(load.lines()).hasSize(2);
    assertThat(load.text()).contains("missing at", "returned at");
  }

  @Test
  void templatesAreShownWithTheirCountsBeforeAndSince() {
    trail.incident().logs();

    LogSection.OfTarget app = signals().logs().targets().getFirst();

    assertThat(app.summary()).contains("1 new", "1 vanished", "0 shifted");
    assertThat(app.rows()).extracting(LogSection.Row::change).containsExactly("new", "vanished");
    LogSection.Row refused = app.rows().getFirst();
    assertThat(refused.template()).contains("refused after");
    assertThat(refused.before()).isEqualTo("0");
    assertThat(refused.since()).isEqualTo("116");
    assertThat(refused.beforeShare()).isZero();
    assertThat(refused.sinceShare()).isEqualTo(100);
    assertThat(refused.when()).isEqualTo("first 02:39:45 UTC");
    // those of the last minute before the onset may be of either side
    assertThat(app.rows().getLast().before()).isEqualTo("84");
  }

  @Test
  void theSlowestPathNamesWhoAddedTheTimeAndWhatFailed() {
    trail.incident().traces();

    TraceSection.OfTarget app = signals().traces().targets().getFirst();

    assertThat(app.steps())
        .extracting(SpanBar::operation)
        .containsExactly("GET /checkout", "render basket", "POST /cart/items", "select cart_item");
    SpanBar query = app.steps().getLast();
    assertThat(query.self()).isEqualTo("400 ms");
    assertThat(query.baseline()).isEqualTo("before 20 ms");
    assertThat(query.failed()).isTrue();
    assertThat(query.tone()).isEqualTo("slower");
    assertThat(query.from() + query.width()).isLessThanOrEqualTo(SpanBar.WHOLE);
    assertThat(app.steps().subList(0, 3))
        .allSatisfy(step -> assertThat(step.tone()).isEqualTo("same"))
        .allSatisfy(step -> assertThat(step.failed()).isFalse());
    assertThat(app.slower()).first().asString().contains("select cart_item: own time 20 ms");
  }

  @Test
  void allOfItStandsOnThePageAndLeadsToTheLineInTheOutput() throws Exception {
    trail.incident();
    trail.metrics();
    trail.logs();
    trail.traces();

    String page = web.get("/investigations/i-1").body();

    assertThat(page)
        .contains("<polyline class=\"line\" points=\"", "class=\"onset\"", "class=\"settled\"")
        .contains("class=\"templates\"", "class=\"waterfall\"", "own 400 ms")
        .doesNotContain(" style=");
    assertThat(web.get("/investigations/i-1/signals").body()).contains("class=\"course\"");
    Matcher links = Pattern.compile("href=\"([^\"]*/raw\\?quote=[^\"]*)\"").matcher(page);
    int followed = 0;
    while (links.find()) {
      String link = links.group(1).replace("&amp;", "&").replaceFirst("#.*", "");
      assertThat(web.get(link).body()).as(link).contains("<mark id=\"quote\" class=\"wanted\">");
      followed++;
    }
    // six metrics, two templates, four spans
    assertThat(followed).isEqualTo(12);
  }

  @Test
  void aPageThatShowsTheSameAlreadyIsSentNothing() throws Exception {
    trail.incident().metrics();
    String seen = "/investigations/i-1/signals?seen=" + signals().version();

    assertThat(web.get(seen).statusCode()).isEqualTo(204);

    trail.logs();
    assertThat(web.get(seen).body()).contains("class=\"templates\"");
  }

  @Test
  void whatIsMissingIsSaidWithTheReason() {
    Signals none = signals();
    assertThat(none.metrics().answers().getFirst().text())
        .contains("metric_changes was not called");
    assertThat(none.logs().answers().getFirst().text()).contains("log_changes was not called");
    assertThat(none.traces().answers().getFirst().text()).contains("trace_changes was not called");

    trail.metrics(new Selection.Unavailable(Selection.Reason.CONNECTION_REFUSED, "store:9090"));
    trail.logs();
    trail.traces();

    Signals silent = signals();
    assertThat(silent.metrics().answers().getFirst().text())
        .isEqualTo("app1: connection refused: store:9090");
    assertThat(silent.metrics().answers().getFirst().citations()).hasSize(1);
    assertThat(silent.logs().answers().getFirst().text()).startsWith("app1: nothing found: lines");
    assertThat(silent.traces().answers().getFirst().text()).startsWith("app1: nothing found");
  }

  @Test
  void metricsThatAllStayedAreSaidToHaveStayed() {
    trail.measure("up", i -> 1).metrics();

    assertThat(signals().metrics().targets()).isEmpty();
    assertThat(signals().metrics().answers())
        .extracting(SignalAnswer::text)
        .containsExactly("app1: none of 1 series changed");
  }

  @Test
  void hostileNamesAndLinesAreNeverMarkup() throws Exception {
    trail.measure(HOSTILE, i -> i < 61 ? 1 + i % 2 : 90);
    for (int second = 1; second < 300; second++) {
      trail.log(second, LogLevel.ERROR, "refused by " + HOSTILE);
    }
    for (int i = -10; i < 10; i++) {
      trail.span(i, "1", "", HOSTILE, HOSTILE, 0, i < 0 ? 10 : 900, false);
    }
    trail.metrics();
    trail.logs();
    trail.traces();

    String page = web.get("/investigations/i-1").body();

    assertThat(page)
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert")
        .doesNotContain("<img");
    assertThat(List.of(page.split("class=\"(chart|template-fresh|step step-slower)\"")))
        .as("a chart, a template and a span are drawn")
        .hasSizeGreaterThanOrEqualTo(4);
  }

  private static MetricChart chart(MetricSection.OfTarget target, String name) {
    return java.util.stream.Stream.concat(target.open().stream(), target.folded().stream())
        .filter(chart -> chart.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no chart of " + name));
  }
}
