package dev.shindan.cli;

import dev.shindan.agent.model.Json;
import dev.shindan.evals.bench.SignalsBench;
import picocli.CommandLine.Command;

/**
 * {@code shindan bench}: speed for developers, behind {@code ./dev bench}; not shown in the help.
 */
@Command(name = "bench", hidden = true, description = "Measures the speed of our own code.")
final class BenchCommand {
  @Command(name = "signals", description = "Log templates and metric reduction.")
  int signals() {
    System.out.println(Json.write(SignalsBench.run(System.out::println)));
    return Main.DONE;
  }
}
