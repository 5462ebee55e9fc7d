package dev.shindan.cli;

import dev.shindan.agent.investigate.Investigator;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.replay.Case;
import dev.shindan.agent.replay.CaseFolder;
import dev.shindan.agent.replay.CaseRunner;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.InMemoryTrailStore;
import dev.shindan.web.TrailFeed;
import dev.shindan.web.WebPorts;
import dev.shindan.web.WebServer;
import dev.shindan.web.WebSettings;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code shindan demo}: a recorded incident through the real loop, with no key and no hosts. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Replays a recorded incident through the real loop, on the page.")
final class DemoCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;

  @Option(names = "--headless", description = "print the report and end")
  private boolean headless;

  @Option(names = "--json", description = "print the verdict as one JSON document and end")
  private boolean json;

  @Option(names = "--port", paramLabel = "N", defaultValue = "7080", description = "for the page")
  private int port;

  @Option(names = "--case", paramLabel = "DIR", description = "another recorded case")
  private @Nullable Path folder;

  @Override
  public Integer call() throws InterruptedException {
    Home home = java.util.Objects.requireNonNull(main).home();
    Path chosen = folder != null ? folder : home.root().resolve("evals/cases/demo");
    Case recorded = CaseFolder.read(chosen);
    try (Shindan shindan = Shindan.withoutHosts(home)) {
      Clock clock = CaseRunner.clockOf(recorded);
      InMemoryTrailStore store = new InMemoryTrailStore(clock);
      CaseRunner runner =
          new CaseRunner(
              shindan.toolboxForReplay(), shindan.brain(store), shindan.settings().budget());
      Investigator investigator = runner.investigator(recorded, store, store, clock);
      investigator.open(
          recorded.name(), recorded.incident(), "builtin", shindan.settings().budget());
      if (headless || json) {
        return printed(recorded, investigator, store);
      }
      return served(recorded, investigator, store, clock);
    }
  }

  private int printed(Case recorded, Investigator investigator, InMemoryTrailStore store)
      throws InterruptedException {
    Verdict verdict =
        investigator
            .run(recorded.name(), "demo")
            .orElseThrow(() -> new WrongInput(recorded.name(), "was aborted by a defect"));
    System.out.println(
        json
            ? Json.write(verdict)
            : ReportText.of(verdict, CaseFile.of(recorded.name(), store.read(recorded.name(), 0))));
    return Main.DONE;
  }

  private int served(
      Case recorded, Investigator investigator, InMemoryTrailStore store, Clock clock)
      throws InterruptedException {
    ReplayedInvestigations visitors = new ReplayedInvestigations(recorded, investigator, store);
    try (WebServer server =
        new WebServer(
            WebSettings.loopback(port),
            new WebPorts(
                store, store, visitors, TrailFeed.SILENT, clock, new CollectorRegistry()))) {
      server.start();
      System.out.println(
          "Shindan shows the recorded incident on http://127.0.0.1:"
              + server.port()
              + "/investigations/"
              + recorded.name());
      visitors.start();
      new CountDownLatch(1).await();
    }
    return Main.DONE;
  }
}
