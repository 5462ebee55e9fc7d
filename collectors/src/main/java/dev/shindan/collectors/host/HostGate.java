package dev.shindan.collectors.host;

import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.RawOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The one way by which commands reach a host: each is admitted and on record before it is sent, and
 * its ending is recorded whatever it is. Thread-safe.
 */
final class HostGate {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final long MARK_BYTES = RawOutput.OMISSION.getBytes(StandardCharsets.UTF_8).length;

  private final HostLedger ledger;
  private final HostLimits limits;

  HostGate(HostLedger ledger, HostLimits limits) {
    this.ledger = ledger;
    this.limits = limits;
  }

  /** Sends an admitted command and waits for its end. */
  @FunctionalInterface
  interface Sending<E extends Exception> {
    CommandResult send() throws E, InterruptedException;
  }

  HostLimits limits() {
    return limits;
  }

  /**
   * @param host by its name in the inventory
   * @param within how long the host may be busy with other commands before this one is refused
   */
  <E extends Exception> CommandResult pass(
      String host, String asker, GuardedCommand command, Duration within, Sending<E> sending)
      throws E, InterruptedException {
    HostLedger.Intent intent =
        new HostLedger.Intent(host, asker, command.argv(), command.patience());
    long deadlineNanos = System.nanoTime() + within.toNanos();
    while (true) {
      switch (ledger.admit(intent, limits)) {
        case HostLedger.Admission.Admitted(String id) -> {
          return sent(id, sending);
        }
        case HostLedger.Admission.Refused(String reason) -> {
          return new CommandResult.Denied(reason);
        }
        case HostLedger.Admission.Busy(int underWay) -> {
          if (System.nanoTime() + LOOK_AGAIN.toNanos() > deadlineNanos) {
            String reason =
                "%s was busy with %d commands for %d ms (hostLimits.sessionsMax)"
                    .formatted(host, underWay, within.toMillis());
            ledger.denied(intent, reason);
            return new CommandResult.Denied(reason);
          }
          Thread.sleep(LOOK_AGAIN);
        }
      }
    }
  }

  private <E extends Exception> CommandResult sent(String id, Sending<E> sending)
      throws E, InterruptedException {
    long began = System.nanoTime();
    HostLedger.Ending ending = ending("given up", Optional.empty(), 0, began);
    try {
      CommandResult result = sending.send();
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
      ledger.ended(id, ending);
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
