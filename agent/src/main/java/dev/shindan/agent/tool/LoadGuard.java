package dev.shindan.agent.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Inventory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps heavy tools off hosts that are in trouble already. It learns of the trouble from the
 * answers that pass by, whoever asked. Thread-safe.
 */
public final class LoadGuard {
  private final HostLedger ledger;
  private final HostLimits limits;
  private final Clock clock;

  /** Hosts that this process saw strained last; only for these is relief worth writing down. */
  private final Set<String> strained = ConcurrentHashMap.newKeySet();

  public LoadGuard(HostLedger ledger, HostLimits limits, Clock clock) {
    this.ledger = ledger;
    this.limits = limits;
    this.clock = clock;
  }

  /** Why the call must not be made now; the denial is on record. */
  Optional<String> refusal(ToolSpec spec, ToolCall call, CallContext context) {
    if (spec.cost() != Cost.HEAVY) {
      return Optional.empty();
    }
    String host = Inventory.hostPart(call.target());
    Instant now = clock.instant();
    Optional<String> reason =
        ledger
            .strain(host)
            .filter(seen -> !seen.why().isEmpty())
            .filter(seen -> seen.at().plus(limits.strainKnownFor()).isAfter(now))
            .map(
                seen ->
                    "%s is heavy and %s is strained already: %s, %d s ago"
                        .formatted(
                            spec.name(),
                            host,
                            seen.why(),
                            Duration.between(seen.at(), now).toSeconds()));
    reason.ifPresent(why -> denied(call, context, why));
    return reason;
  }

  /** Puts on record a call that is not made. */
  void denied(ToolCall call, CallContext context, String why) {
    ledger.denied(intent(Inventory.hostPart(call.target()), call, context), why);
  }

  private static HostLedger.Intent intent(String host, ToolCall call, CallContext context) {
    List<String> words = new ArrayList<>(List.of(call.tool()));
    call.arguments().forEach((name, value) -> words.add(name + "=" + value));
    return new HostLedger.Intent(host, context.investigation(), words, Duration.ZERO);
  }

  /** Learns from an answer how the host is. */
  void saw(ToolCall call, ToolAnswer answer) {
    if (!(answer instanceof ToolAnswer.Observed observed)) {
      return;
    }
    JsonNode load = observed.facts().path("loadPerCpu1");
    JsonNode available = observed.facts().path("availablePercent");
    if (!load.isNumber() && !(available.isNumber() && observed.facts().has("totalBytes"))) {
      return;
    }
    String host = Inventory.hostPart(call.target());
    String why = "";
    if (load.isNumber() && load.asDouble() > limits.loadPerCpuMax()) {
      why = String.format(Locale.ROOT, "a load of %.1f by processor", load.asDouble());
    } else if (available.isNumber() && available.asDouble() < limits.memoryAvailablePercentMin()) {
      why = String.format(Locale.ROOT, "%.1f %% of its memory available", available.asDouble());
    }
    String measure = load.isNumber() ? "load" : "memory";
    String other = load.isNumber() ? "memory" : "load";
    if (!why.isEmpty()) {
      strained.add(host + "/" + measure);
      ledger.strained(host, new HostLedger.Strain(clock.instant(), why));
    } else if (strained.remove(host + "/" + measure) && !strained.contains(host + "/" + other)) {
      ledger.strained(host, new HostLedger.Strain(clock.instant(), ""));
    }
  }
}
