package dev.shindan.collectors.host;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Runs commands on the machine we are on. Thread-safe. */
public final class LocalCommands implements HostCommands {
  private final boolean sudo;
  private final HostGate gate;
  private final Semaphore sessions;

  /**
   * @param sudo whether privileged commands go through {@code sudo -n}; pointless for root
   */
  LocalCommands(boolean sudo, HostGate gate) {
    this.sudo = sudo;
    this.gate = gate;
    this.sessions = new Semaphore(gate.limits().sessionsMax(), true);
  }

  /** Whether this process runs as root. */
  public static boolean root() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException notLinux) {
      return false;
    }
  }

  @Override
  public CommandResult run(String host, Command command, CallContext context)
      throws InterruptedException {
    String name = Inventory.hostPart(host);
    Duration timeout = context.timeout();
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    if (!sessions.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return gate.denied(
          name,
          context.investigation(),
          guarded(command, timeout),
          "%s was busy with %d commands for %d ms (hostLimits.sessionsMax)"
              .formatted(name, gate.limits().sessionsMax(), timeout.toMillis()));
    }
    try {
      return gate.pass(
          name,
          context.investigation(),
          left -> guarded(command, left),
          Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())),
          LocalCommands::ended);
    } finally {
      sessions.release();
    }
  }

  private GuardedCommand guarded(Command command, Duration within) {
    return GuardedCommand.of(
        command,
        within,
        sudo,
        Politeness.words(
            command.cost(), gate.limits(), program -> Files.isExecutable(Path.of(program))));
  }

  private static CommandResult ended(GuardedCommand guarded) throws InterruptedException {
    long began = System.nanoTime();
    Process process;
    try {
      process =
          new ProcessBuilder(guarded.argv())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
    } catch (IOException notStarted) {
      return new CommandResult.NotRun(
          FailureKind.NOT_INSTALLED, String.valueOf(notStarted.getMessage()));
    }
    HeadAndTail stdout = new HeadAndTail();
    FirstLines stderr = new FirstLines();
    Thread readsOut = reading(process.getInputStream(), stdout);
    Thread readsErr = reading(process.getErrorStream(), stderr);
    try {
      if (!process.waitFor(guarded.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        return Ending.timedOut(guarded);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      // A grandchild may have kept the pipes open; then what was read until now is the answer.
      Duration grace = Duration.ofSeconds(1);
      readsOut.join(grace);
      readsErr.join(grace);
      return new Ending(guarded, process.exitValue(), stdout, stderr, took)
          .result(Optional.of(Duration.ZERO));
    } finally {
      // Whatever way we leave, TERM to timeout is passed on to what it runs.
      process.destroy();
    }
  }

  private static Thread reading(InputStream from, OutputStream to) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (from) {
                from.transferTo(to);
              } catch (IOException closed) {
                if (!"Stream closed".equals(closed.getMessage())) {
                  throw new UncheckedIOException(closed);
                }
              }
            });
  }
}
