package dev.shindan.collectors.host;

import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.RawOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way by which commands reach a host: each is admitted and on record before it is sent, and
 * its ending is recorded whatever it is. Thread-safe.
 */
final class HostGate {
  private static final Logger LOG = LoggerFactory.getLogger(HostGate.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final long MARK_BYTES = RawOutput.OMISSION.getBytes(StandardCharsets.UTF_8).length;

  private final HostLedger ledger;
  private final HostLimits limits;
  private volatile boolean closed;

  HostGate(HostLedger ledger, HostLimits limits) {
    this.ledger = ledger;
    this.limits = limits;
  }

  /** Sends an admitted command and waits for its end. */
  @FunctionalInterface
  interface Sending<E extends Exception> {
    CommandResult send(GuardedCommand command) throws E, InterruptedException;
  }

  HostLimits limits() {
    return limits;
  }

  /** From now on nothing is to be expected of the record. */
  void close() {
    closed = true;
  }

  /**
   * @param host by its name in the inventory
   * @param command made for the time that is left to it when its turn comes
   * @param within from now on, waiting while the host is busy with other commands included
   */
  <E extends Exception> CommandResult pass(
      String host,
      String asker,
      Function<Duration, GuardedCommand> command,
      Duration within,
      Sending<E> sending)
      throws E, InterruptedException {
    long deadlineNanos = System.nanoTime() + within.toNanos();
    while (true) {
      GuardedCommand guarded =
          command.apply(Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())));
      HostLedger.Intent intent = intent(host, asker, guarded);
      switch (ledger.admit(intent, limits)) {
        case HostLedger.Admission.Admitted(String id) -> {
          return sent(id, guarded, sending);
        }
        case HostLedger.Admission.Refused(String reason) -> {
          return new CommandResult.Denied(reason);
        }
        case HostLedger.Admission.Busy(int underWay) -> {
          if (System.nanoTime() + LOOK_AGAIN.toNanos() > deadlineNanos) {
            return denied(
                host,
                asker,
                guarded,
                "%s was busy with %d commands for %d ms (hostLimits.sessionsMax)"
                    .formatted(host, underWay, within.toMillis()));
          }
          Thread.sleep(LOOK_AGAIN);
        }
      }
    }
  }

  /** Puts on record what we refuse to send. */
  CommandResult.Denied denied(String host, String asker, GuardedCommand command, String reason) {
    ledger.denied(intent(host, asker, command), reason);
    return new CommandResult.Denied(reason);
  }

  private static HostLedger.Intent intent(String host, String asker, GuardedCommand command) {
    return new HostLedger.Intent(host, asker, command.argv(), command.patience());
  }

  private <E extends Exception> CommandResult sent(
      String id, GuardedCommand command, Sending<E> sending) throws E, InterruptedException {
    long began = System.nanoTime();
    HostLedger.Ending ending = ending("given up", Optional.empty(), 0, began);
    try {
      CommandResult result = sending.send(command);
      ending =
          switch (result) {
            case CommandResult.Exited exited ->
                ending("exited", Optional.of(exited.status()), bytes(exited.stdout()), began);
            case CommandResult.NotRun not ->
                ending(
                    not.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    Optional.empty(),
                    0,
                    began);
            case CommandResult.Denied _ -> ending("denied", Optional.empty(), 0, began);
          };
      return result;
    } finally {
      recordEnding(id, ending);
    }
  }

  /**
   * Throws nothing: the command has been on record since before it was sent, and what came of it,
   * or what broke it, matters more than that its ending is missing there.
   */
  private void recordEnding(String id, HostLedger.Ending ending) {
    try {
      ledger.ended(id, ending);
    } catch (RuntimeException broken) {
      String sentence = "the ending of command {} ({}) could not be recorded";
      if (closed) {
        LOG.debug(sentence, id, ending.outcome(), broken);
      } else {
        LOG.error(sentence, id, ending.outcome(), broken);
      }
    }
  }

  private static HostLedger.Ending ending(
      String outcome, Optional<Integer> status, long bytes, long beganNanos) {
    return new HostLedger.Ending(
        outcome, status, bytes, Duration.ofNanos(System.nanoTime() - beganNanos));
  }

  private static long bytes(RawOutput output) {
    return output.omittedBytes() == 0
        ? output.bytes().length
        : output.bytes().length - MARK_BYTES + output.omittedBytes();
  }
}
