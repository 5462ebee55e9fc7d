package dev.shindan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Limits;
import dev.shindan.agent.replay.Case;
import dev.shindan.agent.replay.CaseFolder;
import dev.shindan.agent.replay.CaseRunner;
import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.InMemoryTrailStore;
import dev.shindan.web.TrailFeed;
import dev.shindan.web.WebPorts;
import dev.shindan.web.WebServer;
import dev.shindan.web.WebSettings;
import io.prometheus.client.CollectorRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The demonstration from its recording to its page, as far as the signals are concerned. */
final class DemoSignalsTest {
  @Test
  void theMetricsThatWereRecordedAreAskedForAndDrawn() throws Exception {
    Case demo = CaseFolder.read(Repository.ROOT.resolve("evals/cases/demo"));
    Clock clock = CaseRunner.clockOf(demo);
    InMemoryTrailStore store = new InMemoryTrailStore(clock);
    try (Shindan shindan = Shindan.withoutHosts(home())) {
      CaseRunner runner =
          new CaseRunner(shindan.toolboxForReplay(), shindan.brain(store), Limits.DEFAULT);
      runner.run(demo, "builtin", store, store);
      CaseFile file = CaseFile.of(demo.name(), store.read(demo.name(), 0));
      List<String> measured =
          file.calls().stream()
              .filter(call -> call.call().tool().equals(MetricChanges.NAME))
              .filter(CallState::observed)
              .map(call -> call.call().target())
              .toList();
      assertThat(measured).containsExactlyInAnyOrder("lb", "app1", "app2", "db");

      String page = page(demo, runner, store, clock);
      assertThat(page.split("class=\"course\"", -1)).hasSizeGreaterThan(5);
      assertThat(page)
          .contains("class=\"onset\"", "class=\"settled\"")
          // the cause's host stands first
          .containsPattern("(?s)<h3>Metrics</h3>\\s*<div class=\"signal\">\\s*<p><strong>db<")
          .contains("log_changes was not called", "trace_changes was not called");
    }
  }

  private static String page(Case demo, CaseRunner runner, InMemoryTrailStore store, Clock clock)
      throws Exception {
    var visitors =
        new ReplayedInvestigations(demo, runner.investigator(demo, store, store, clock), store);
    WebPorts ports =
        new WebPorts(store, store, visitors, TrailFeed.SILENT, clock, new CollectorRegistry());
    try (WebServer server = new WebServer(WebSettings.loopback(0), ports).start();
        HttpClient client = HttpClient.newHttpClient()) {
      URI page =
          URI.create("http://127.0.0.1:%d/investigations/%s".formatted(server.port(), demo.name()));
      return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
    }
  }

  private static Home home() {
    return Home.of(
        Optional.of(Repository.ROOT.resolve("config/shindan.yaml")),
        Map.of("SHINDAN_HOME", Repository.ROOT.toString()));
  }
}
