package dev.shindan.cli;

import dev.shindan.agent.fleet.HostOutcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Shows the outcomes of a fan-out as they come: a line for each host, and on a terminal a last line
 * that counts. Used by one thread.
 */
final class FleetProgress {
  private static final int FACTS_SHOWN_MAX = 8;
  private static final long NANOS_BETWEEN = 100_000_000;
  private static final String CLEAR_LINE = "\r\u001B[K";

  private final PrintStream lines;
  private final PrintStream status;
  private final int of;
  private final boolean quiet;
  private final boolean terminal = onTerminal();
  private int answered;
  private int failed;
  private long shownAtNanos = System.nanoTime() - NANOS_BETWEEN;

  /**
   * @param quiet whether there are no lines, for what prints a document afterwards
   */
  FleetProgress(PrintStream lines, PrintStream status, int of, boolean quiet) {
    this.lines = lines;
    this.status = status;
    this.of = of;
    this.quiet = quiet;
  }

  void show(HostOutcome outcome) {
    if (outcome.answered()) {
      answered++;
    } else {
      failed++;
    }
    if (!quiet) {
      clear();
      // in one piece: the stream hands on each piece of its own format by itself
      lines.print(
          "%-20s %s (%d ms)%n"
              .formatted(
                  outcome.host(), outcome.inWords(FACTS_SHOWN_MAX), outcome.took().toMillis()));
    }
    if (terminal && System.nanoTime() - shownAtNanos >= NANOS_BETWEEN) {
      shownAtNanos = System.nanoTime();
      status.print(CLEAR_LINE + (answered + failed) + " of " + of + ", " + failed + " failed ");
      status.flush();
    }
  }

  void clear() {
    if (terminal) {
      status.print(CLEAR_LINE);
      status.flush();
    }
  }

  private static boolean onTerminal() {
    try {
      String name = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
    } catch (IOException notLinux) {
      return false;
    }
  }
}
