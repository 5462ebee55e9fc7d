package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.source.AlertSource;
import dev.shindan.agent.source.FiringAlerts;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which alerts fire now, on this target and around it, since when, and which are silenced. */
public final class AlertsTool implements Tool {
  /** The name of the tool. */
  public static final String NAME = "alerts";

  private static final int ALERTS_MAX = 2000;

  private final AlertSource source;
  private final Inventory inventory;
  private final ToolSpec spec =
      new ToolSpec(
          NAME,
          "Which alerts fire now on this target and what it depends on, since when, and which are"
              + " silenced?",
          List.of(),
          "all alerts that fire, and the silences that keep some of them quiet",
          AlertsFacts.class,
          new Basis("alert"),
          Set.of(),
          Duration.ofSeconds(30),
          Cost.LIGHT);

  public AlertsTool(AlertSource source, Inventory inventory) {
    this.source = source;
    this.inventory = inventory;
  }

  /** The first line of the output; an alert stands on each of the others. */
  record Header(boolean complete, String origin) {}

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public boolean appliesTo(Target target) {
    return inventory.find(target.name()).isPresent();
  }

  @Override
  public Optional<String> check() {
    return source.check();
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    return switch (source.firing(context.timeout())) {
      case FiringAlerts.Unavailable not ->
          new Fetched.Settled(ToolAnswer.unavailable(not.reason(), not.detail()));
      case FiringAlerts.Found found -> fetched(found);
    };
  }

  private static Fetched fetched(FiringAlerts.Found found) {
    if (found.alerts().isEmpty() && found.complete()) {
      return new Fetched.Settled(new ToolAnswer.Empty("alerts that fire in " + found.origin()));
    }
    boolean complete = found.complete() && found.alerts().size() <= ALERTS_MAX;
    StringBuilder text = new StringBuilder(Json.write(new Header(complete, found.origin())));
    found.alerts().stream()
        .sorted(
            Comparator.comparing((FiringAlerts.Firing one) -> one.alert().startsAt())
                .thenComparing(one -> one.alert().fingerprint()))
        .limit(ALERTS_MAX)
        .forEach(one -> text.append('\n').append(Json.write(one)));
    return new Fetched.Output(RawOutput.of(text.append('\n').toString()));
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    List<String> lines = raw.text().lines().toList();
    Optional<Header> header =
        lines.isEmpty() ? Optional.empty() : ChangesTool.parsed(lines.getFirst(), Header.class);
    if (header.filter(found -> found.origin() != null).isEmpty()) {
      return new ToolAnswer.Failed(
          FailureKind.UNREADABLE, "the alerts have no readable first line");
    }
    return ToolAnswer.Observed.of(
        new AlertReport(inventory, call.target(), Around.onset(context))
            .facts(header.get(), lines));
  }
}
