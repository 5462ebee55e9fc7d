package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.signal.Suspicion;
import dev.shindan.agent.signal.Suspicion.Signal;
import dev.shindan.agent.signal.SymptomFlow.Excess;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.tool.MetricChangesFacts;
import dev.shindan.agent.tool.MetricChangesFacts.Change;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What moved in the metrics of one target, as far as its name says what it means.
 *
 * @param series compared in all
 * @param complete false when the store or a cap left series out
 */
record MetricMoves(String target, int series, boolean complete, List<Move> moves) {
  /** Moved series kept for each target, the weightiest first. */
  private static final int MOVES_MAX = 10;

  private static final String TOP = "30";
  private static final double Z_FULL = 100;

  private static final Pattern LATENCY = Pattern.compile("(?i)duration|latenc|response_?time");
  private static final Pattern ERROR = Pattern.compile("(?i)error|fail|5xx|exception|timeout");
  private static final Pattern STRAIN =
      Pattern.compile("(?i)cpu|utili[sz]ation|usage|pressure|io_time|swap|retrans|drop|throttl");

  /** Waiting for others is told by a client's side of things, and by a probe from outside. */
  private static final Pattern OTHERS =
      Pattern.compile("(?i)client|upstream|outbound|dependenc|probe_|scrape_");

  MetricMoves {
    moves = List.copyOf(moves);
  }

  /** What a move speaks of. */
  enum Role {
    LATENCY(0.5, true),
    ERRORS(0.5, true),
    STRAIN(0.4, false),
    /** It cannot be measured any more. */
    AWAY(1, false);

    private final double weight;
    private final boolean relayed;

    Role(double weight, boolean relayed) {
      this.weight = weight;
      this.relayed = relayed;
    }
  }

  /** One series that moved. */
  record Move(Role role, String metric, double before, double after, double robustZ) {
    /** From 0 to 1: how sure, {@code ln(1+|z|)/ln 101}, times the move as a part of both levels. */
    double strength() {
      double both = Math.abs(after) + Math.abs(before);
      double certainty = Math.min(1, Math.log1p(Math.abs(robustZ)) / Math.log1p(Z_FULL));
      return both == 0 ? 0 : certainty * Math.abs(after - before) / both;
    }
  }

  /** What came of asking. */
  sealed interface Asked {
    record Compared(MetricMoves moves) implements Asked {}

    /** The store has nothing to compare, which clears nobody. */
    record Nothing() implements Asked {}

    record Failed(String why) implements Asked {}
  }

  /** Asks as {@code metric_changes} does. */
  static Asked ask(MetricChanges changes, Target target, ToolCall call, CallContext context)
      throws InterruptedException {
    ToolCall asked =
        ToolCall.of(
            MetricChanges.NAME,
            target.name(),
            Map.of("minutes", call.arguments().getOrDefault("minutes", "15"), "top", TOP));
    ToolAnswer answer =
        switch (changes.fetch(asked, context)) {
          case Fetched.Settled settled -> settled.answer();
          case Fetched.Refused refused -> new ToolAnswer.Denied(refused.reason());
          case Fetched.Output output -> changes.read(asked, output.raw(), context);
        };
    return switch (answer) {
      case ToolAnswer.Observed observed ->
          new Asked.Compared(
              of(
                  target.name(),
                  Json.MAPPER.convertValue(observed.facts(), MetricChangesFacts.class)));
      case ToolAnswer.Empty _ -> new Asked.Nothing();
      case ToolAnswer.Denied _, ToolAnswer.NotRecorded _, ToolAnswer.Failed _ ->
          new Asked.Failed(answer.inWords());
    };
  }

  private static MetricMoves of(String target, MetricChangesFacts facts) {
    List<Move> moves = new ArrayList<>();
    for (Change change : facts.changes()) {
      role(change)
          .filter(_ -> moves.size() < MOVES_MAX)
          .ifPresent(
              role ->
                  moves.add(
                      new Move(
                          role,
                          change.metric(),
                          change.before(),
                          change.after(),
                          change.direction().equals("appeared") ? Z_FULL : change.robustZ())));
    }
    return new MetricMoves(target, facts.seriesTotal(), facts.complete(), moves);
  }

  private static Optional<Role> role(Change change) {
    String name = change.metric();
    boolean more = change.direction().equals("up") || change.direction().equals("appeared");
    if (name.equals("up") && change.after() < change.before()) {
      return Optional.of(Role.AWAY);
    }
    if (!more || OTHERS.matcher(name).find() || change.labels().containsValue("idle")) {
      return Optional.empty();
    }
    boolean failed =
        change.labels().getOrDefault("code", "").startsWith("5")
            || change.labels().getOrDefault("status", "").startsWith("5");
    if (failed || ERROR.matcher(name).find()) {
      return Optional.of(Role.ERRORS);
    }
    if (LATENCY.matcher(name).find()) {
      return change.kind().equals("rate") ? Optional.empty() : Optional.of(Role.LATENCY);
    }
    return STRAIN.matcher(name).find() ? Optional.of(Role.STRAIN) : Optional.empty();
  }

  /**
   * The strongest move of each role. Latency and errors could be the effect of what the target
   * calls; strain on itself could not. The weights are our own.
   */
  List<Suspicion> suspicions() {
    List<Suspicion> found = new ArrayList<>();
    for (Role role : Role.values()) {
      strongest(role)
          .ifPresent(
              move ->
                  found.add(
                      new Suspicion(
                          target,
                          Signal.METRICS,
                          role.weight * move.strength(),
                          role.relayed,
                          String.format(
                              Locale.ROOT,
                              "%s %.4g, was %.4g",
                              move.metric(),
                              move.after(),
                              move.before()))));
    }
    return found;
  }

  /** Seconds that an answer takes longer than usual, where no traces tell it better. */
  Optional<Excess> excess() {
    return strongest(Role.LATENCY)
        .map(
            move ->
                new Excess(
                    Math.max(0, move.after() - move.before()),
                    Math.min(1, move.strength()),
                    move.before() > 0));
  }

  private Optional<Move> strongest(Role role) {
    Optional<Move> strongest = Optional.empty();
    for (Move move : moves) {
      if (move.role() == role
          && strongest.map(other -> move.strength() > other.strength()).orElse(true)) {
        strongest = Optional.of(move);
      }
    }
    return strongest;
  }
}
