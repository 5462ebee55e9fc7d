package dev.shindan.cli;

import dev.shindan.agent.model.Json;
import dev.shindan.evals.bench.SignalsBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code shindan bench}: speed for developers, behind {@code ./dev bench}; not shown in the help.
 */
@Command(name = "bench", hidden = true, description = "Measures the speed of our own code.")
final class BenchCommand {
  @Command(name = "signals", description = "Log templates, metric reduction and ranking.")
  int signals(
      @Option(
              names = "--docs",
              paramLabel = "DIR",
              description = "also writes signal-growth.svg and signal-growth.md there")
          Optional<Path> docs)
      throws IOException {
    SignalsBench.Outcome outcome = SignalsBench.run(System.out::println);
    if (docs.isPresent()) {
      Files.writeString(docs.get().resolve("signal-growth.svg"), outcome.plot());
      Files.writeString(docs.get().resolve("signal-growth.md"), page(outcome));
    }
    System.out.println(Json.write(outcome.figures()));
    return Main.DONE;
  }

  private static String page(SignalsBench.Outcome outcome) {
    return """
    # How the cost of the analysis grows

    Written by `./dev bench signals --docs docs` on %s, %d processors, a heap of %d MB: made-up
    log lines, metric series and services, in growing numbers. Seconds are those that cores
    spent, not those of the clock. The last two columns say how it grows: what each size would
    have taken had the time grown with n log n from the smallest on, and the slope of the
    logarithms (least squares; 1 is linear).

    ![Seconds at growing sizes, beside n and n log n](signal-growth.svg)

    %s
    All figures of the run: `%s`
    """
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            Runtime.getRuntime().maxMemory() >> 20,
            outcome.table(),
            Json.write(outcome.figures()));
  }
}
