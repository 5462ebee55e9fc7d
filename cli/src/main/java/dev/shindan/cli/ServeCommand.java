package dev.shindan.cli;

import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.triage.Dispatcher;
import dev.shindan.store.SqlStore;
import dev.shindan.web.WebPorts;
import dev.shindan.web.WebServer;
import dev.shindan.web.WebSettings;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code shindan serve}: the server, its page, its webhooks and its workers. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the server: alerts and questions in, live investigations on the page.")
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;

  @Option(names = "--port", paramLabel = "N", description = "port to listen on; 0 chooses one")
  private @Nullable Integer port;

  @Override
  public Integer call() throws InterruptedException {
    try (Shindan shindan = Shindan.of(java.util.Objects.requireNonNull(main).home())) {
      WebSettings web = shindan.settings().webSettings(Optional.ofNullable(port));
      try (SqlStore store = shindan.openStore();
          Dispatcher dispatcher =
              new Dispatcher(
                  store.incidents(),
                  store.trails(),
                  shindan.investigator(store),
                  shindan.settings().reasoner().orElse("builtin"),
                  shindan.settings().budget());
          WebServer server = server(web, shindan, store, dispatcher)) {
        listen(server, web, shindan);
        dispatcher.start(
            "serve-" + ProcessHandle.current().pid() + "-" + shindan.identifiers().next(),
            shindan.settings().investigationsMax().orElse(2));
        System.out.println("Shindan listens on http://" + web.host() + ":" + server.port() + "/");
        new CountDownLatch(1).await();
      }
    }
    return Main.DONE;
  }

  private static void listen(WebServer server, WebSettings web, Shindan shindan) {
    try {
      server.start();
    } catch (RuntimeException wrong) {
      throw new WrongInput(
          shindan.home().settingsFile().toString(),
          "keys 'web.host' and 'web.port': cannot listen on "
              + web.host()
              + ":"
              + web.port()
              + "; is it in use?");
    }
  }

  private static WebServer server(
      WebSettings web, Shindan shindan, SqlStore store, Dispatcher dispatcher) {
    CollectorRegistry metrics = new CollectorRegistry();
    DefaultExports.register(metrics);
    return new WebServer(
        web,
        new WebPorts(
            store.trails(),
            store.trails(),
            new LiveInvestigations(shindan, store, dispatcher),
            new StoreFeed(store.trails()),
            shindan.clock(),
            metrics));
  }
}
