import dev.shindan.agent.fleet.FanOut;
import dev.shindan.agent.fleet.FleetLimits;
import dev.shindan.agent.fleet.HostOutcome;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.LoadGuard;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.collectors.host.HostCommandsByInventory;
import dev.shindan.collectors.host.HostInventory;
import dev.shindan.collectors.host.tool.HostTools;
import dev.shindan.store.SqlStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;

/**
 * A JVM that stays: for each line {@code round} on standard input it asks all hosts anew and prints
 * {@code UPTIME KEPT THREE FAILED}, in seconds: uptime over new connections, uptime again over
 * those that were kept, and uptime, sockets and disk I/O over new connections. {@code Warm
 * HOSTS_YAML STORE_DIRECTORY}
 */
public final class Warm {
  private final HostInventory hosts;
  private final SqlStore store;
  private final List<String> names;
  private long failed;

  private Warm(HostInventory hosts, SqlStore store) {
    this.hosts = hosts;
    this.store = store;
    this.names = hosts.inventory().targets().stream().map(target -> target.name()).toList();
  }

  public static void main(String[] arguments) throws Exception {
    try (SqlStore store = SqlStore.sqlite(Path.of(arguments[1]), Clock.systemUTC())) {
      Warm warm = new Warm(HostInventory.read(Path.of(arguments[0]), Map.of()), store);
      Scanner lines = new Scanner(System.in);
      while (lines.hasNextLine() && lines.nextLine().equals("round")) {
        warm.round();
      }
    }
  }

  private void round() throws InterruptedException {
    double cold;
    double kept;
    double three;
    failed = 0;
    try (HostCommandsByInventory commands = commands()) {
      cold = seconds(commands, "uptime");
      kept = seconds(commands, "uptime");
    }
    try (HostCommandsByInventory commands = commands()) {
      three = seconds(commands, "uptime", "sockets_summary", "disk_io");
    }
    System.out.printf(Locale.ROOT, "%.3f %.3f %.3f %d%n", cold, kept, three, failed);
  }

  private HostCommandsByInventory commands() {
    return new HostCommandsByInventory(hosts, store.hosts(), HostLimits.DEFAULT, Clock.systemUTC());
  }

  private double seconds(HostCommandsByInventory commands, String... tools)
      throws InterruptedException {
    Toolbox toolbox = new Toolbox(HostTools.all(commands));
    FanOut fanOut =
        new FanOut(
            new ToolRunner(
                toolbox,
                new Redaction(),
                new LoadGuard(store.hosts(), HostLimits.DEFAULT, Clock.systemUTC())),
            commands::reach,
            Clock.systemUTC(),
            FleetLimits.DEFAULT);
    long began = System.nanoTime();
    for (String tool : tools) {
      List<HostOutcome> outcomes =
          fanOut.ask(toolbox.complete(ToolCall.of(tool, "")), names, "bench", _ -> {});
      failed += outcomes.stream().filter(outcome -> !outcome.answered()).count();
    }
    return (System.nanoTime() - began) / 1e9;
  }
}
