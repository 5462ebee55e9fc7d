package dev.shindan.agent.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.shindan.agent.signal.DependencyGraph.Edge;
import dev.shindan.agent.signal.Suspicion.Signal;
import dev.shindan.agent.signal.SymptomFlow.Excess;
import dev.shindan.agent.signal.TargetMetric.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SuspectRankingTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static final double[] QUIET = {1, 1.1, 0.9, 1, 1.05, 0.95};

  @Test
  void twoSignalsThatAgreeCountMoreThanOneThatSaysItTwice() {
    Suspects suspects =
        rank(
            graph(),
            against("a", Signal.METRICS, 0.6),
            against("a", Signal.METRICS, 0.6),
            against("b", Signal.METRICS, 0.6),
            against("b", Signal.LOGS, 0.6));

    assertThat(suspects.ranked()).extracting(Suspect::target).containsExactly("b", "a");
    assertThat(suspects.ranked().getFirst().score()).isCloseTo(1.2, within(1e-9));
  }

  @Test
  void aReasonThatADependencyCanExplainCountsLess() {
    Suspects suspects =
        rank(
            graph("web", "stock"),
            new Suspicion("web", Signal.LOGS, 0.8, true, "lines are missing"),
            new Suspicion("stock", Signal.LOGS, 0.7, true, "lines are missing"));

    assertThat(suspects.ranked().getFirst().target()).isEqualTo("stock");
  }

  @Test
  void aCycleOfSuspectsIsRankedAllTheSame() {
    Suspects suspects =
        rank(
            graph("a", "b", "b", "c", "c", "a"),
            new Suspicion("a", Signal.TRACES, 0.2, true, "x"),
            new Suspicion("b", Signal.TRACES, 0.9, true, "x"),
            new Suspicion("c", Signal.TRACES, 0.4, true, "x"));

    assertThat(suspects.ranked().getFirst().target()).isEqualTo("b");
  }

  @Test
  void theMarginSaysHowFarTheFirstIsAhead() {
    assertThat(rank(graph()).margin()).isZero();
    assertThat(rank(graph(), against("a", Signal.METRICS, 1)).margin()).isEqualTo(1);
    Suspects tie = rank(graph(), against("b", Signal.LOGS, 1), against("a", Signal.METRICS, 1));
    assertThat(tie.margin()).isZero();
    assertThat(tie.ranked()).extracting(Suspect::target).containsExactly("a", "b");
    assertThat(
            rank(graph(), against("a", Signal.LOGS, 1), against("b", Signal.LOGS, 0.25)).margin())
        .isCloseTo(0.75, within(1e-9));
  }

  @Test
  void signalsThatWereNotThereAreNamed() {
    Suspects suspects =
        new SuspectRanking(Set.of(Signal.METRICS, Signal.LOGS), graph(), Optional.empty())
            .rank(List.of());

    assertThat(suspects.ranked()).isEmpty();
    assertThat(suspects.missing()).containsExactlyInAnyOrder(Signal.TRACES, Signal.DEPENDENCIES);
  }

  @Test
  void theWayFromTheSymptomIsShown() {
    Suspects suspects =
        new SuspectRanking(
                Set.of(Signal.METRICS), graph("web", "stock", "stock", "db"), Optional.of("web"))
            .rank(List.of(against("db", Signal.METRICS, 1), against("cron", Signal.METRICS, 1)));

    assertThat(suspects.ranked().get(0).path()).isEmpty();
    assertThat(suspects.ranked().get(1).path()).containsExactly("web", "stock", "db");
  }

  @Test
  void aStrengthThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> against("a", Signal.METRICS, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSymptomEndsAtTheTargetWhoseCalleesCostNoMoreThanUsual() {
    SymptomFlow flow =
        new SymptomFlow(
            graph("web", "stock", "stock", "db", "web", "mail"),
            "web",
            Map.of("web", cost(100), "stock", cost(95), "db", cost(1), "mail", cost(0)));

    assertThat(flow.shares()).containsOnlyKeys("web", "stock", "db");
    assertThat(flow.shares().get("stock")).isCloseTo(0.94, within(0.01));
    assertThat(flow.shares().values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(flow.suspicions().stream().map(Suspicion::target)).contains("stock");
  }

  @Test
  void aCalleeThatNobodyCalledBeforeIsTheDoingOfItsCaller() {
    SymptomFlow flow =
        new SymptomFlow(
            graph("web", "stock", "stock", "wrong"),
            "web",
            Map.of("web", cost(10), "stock", cost(10), "wrong", new Excess(10, 0.5, false)));

    assertThat(flow.shares()).containsOnlyKeys("stock");
  }

  @Test
  void aSymptomThatRunsInACircleIsNotLostAndNotEndless() {
    SymptomFlow flow =
        new SymptomFlow(graph("a", "b", "b", "a"), "a", Map.of("a", cost(10), "b", cost(10)));

    assertThat(flow.shares().values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(new SymptomFlow(graph(), "unknown", Map.of()).shares()).isEmpty();
  }

  @Test
  void utilisationSpeaksAgainstATargetInProportionToWhatItUses() {
    List<Suspicion> found =
        new MetricSuspicions(graph(), false)
            .suspicions(
                List.of(
                    metric("busy", Role.UTILISATION, QUIET, 95),
                    metric("idle", Role.UTILISATION, QUIET, 3),
                    metric("fallen", Role.UTILISATION, QUIET, 0)));

    Suspects suspects = rank(graph(), found.toArray(Suspicion[]::new));
    assertThat(suspects.ranked()).extracting(Suspect::target).containsExactly("busy", "idle");
    assertThat(suspects.ranked().getFirst().score()).isGreaterThan(0.9);
  }

  @Test
  void aTargetThatOnlyWaitsIsNotSlowItself() {
    List<Suspicion> found =
        new MetricSuspicions(graph("web", "stock"), false)
            .suspicions(
                List.of(
                    metric("web", Role.SERVER_LATENCY, QUIET, 20),
                    metric("web", Role.CLIENT_LATENCY, QUIET, 20),
                    metric("stock", Role.SERVER_LATENCY, QUIET, 20)));

    assertThat(rank(graph(), found.toArray(Suspicion[]::new)).ranked())
        .extracting(Suspect::target)
        .containsExactly("stock");
  }

  @Test
  void waitingThatNoCalleeAccountsForIsOnTheWayToThem() {
    List<Suspicion> found =
        new MetricSuspicions(graph("web", "stock", "cron", "stock", "cron", "mail"), false)
            .suspicions(
                List.of(
                    metric("web", Role.CLIENT_LATENCY, QUIET, 20),
                    metric("cron", Role.CLIENT_LATENCY, QUIET, 20),
                    metric("stock", Role.SERVER_LATENCY, QUIET, 1)));

    assertThat(rank(graph(), found.toArray(Suspicion[]::new)).ranked().getFirst().target())
        .isEqualTo("stock");
  }

  @Test
  void dependenciesThatHaveGoneQuietSpeakAgainstTheOnlyOneWhoCallsThem() {
    List<TargetMetric> metrics =
        List.of(
            metric("web", Role.TRAFFIC, QUIET, 1),
            metric("mail", Role.TRAFFIC, QUIET, 0),
            metric("bank", Role.TRAFFIC, QUIET, 0));

    List<Suspicion> found =
        new MetricSuspicions(graph("web", "mail", "web", "bank"), false).suspicions(metrics);

    assertThat(rank(graph(), found.toArray(Suspicion[]::new)).ranked().getFirst().target())
        .isEqualTo("web");
    assertThat(new MetricSuspicions(graph("web", "mail"), true).suspicions(metrics)).isEmpty();
  }

  @Test
  void samplesThatAreNoNumbersAreMissing() {
    double[] holes = {Double.NaN, 1, Double.POSITIVE_INFINITY, 1.1, 0.9, 1};
    assertThat(Deviation.of(holes, new double[] {9, Double.NaN}, 0))
        .hasValueSatisfying(deviation -> assertThat(deviation.after()).isEqualTo(9));
    assertThat(Deviation.of(new double[] {Double.NaN, 1, 2}, new double[] {9}, 0)).isEmpty();
    assertThat(Deviation.of(QUIET, new double[] {Double.NaN}, 0)).isEmpty();
    assertThat(Deviation.of(new double[4], new double[1], 0))
        .hasValueSatisfying(deviation -> assertThat(deviation.strength()).isZero());
  }

  @Test
  void aShareThatTurnsFromNeverToAlwaysIsStrongerThanOneThatDrifts() {
    assertThat(new ShareShift(100, 0, 100, 100).strength()).isGreaterThan(0.9);
    assertThat(new ShareShift(100, 10, 100, 50).strength()).isBetween(0.05, 0.2);
    assertThat(new ShareShift(3, 0, 3, 3).strength()).isBetween(0.3, 0.5);
    assertThat(new ShareShift(100, 40, 10, 4).strength()).isCloseTo(0, within(1e-9));
    assertThat(new ShareShift(0, 0, 5, 5).strength()).isZero();
    assertThatThrownBy(() -> new ShareShift(1, 2, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theGraphAnswersWhoDependsOnWhomAndSinceWhen() {
    DependencyGraph graph =
        DependencyGraph.of(
            List.of(
                new Edge("web", "stock", "span", Optional.of(NOON), 1),
                new Edge("web", "stock", "span", Optional.of(NOON.minusSeconds(60)), 2),
                new Edge("web", "stock", "configuration", Optional.empty(), 1),
                new Edge("stock", "db", "socket", Optional.of(NOON), 1),
                new Edge("db", "db", "span", Optional.of(NOON), 1)));

    assertThat(graph.edges()).hasSize(3);
    Edge span = graph.edges().get(2);
    assertThat(span.calls()).isEqualTo(3);
    assertThat(span.age(NOON.plusSeconds(5))).contains(Duration.ofSeconds(5));
    assertThat(graph.dependents("db")).isEqualTo(Map.of("stock", 1, "web", 2));
    assertThat(graph.dependencies("web")).isEqualTo(Map.of("stock", 1, "db", 2));
    assertThat(graph.targets()).containsExactly("db", "stock", "web");
    assertThat(graph("a", "b", "b", "a").dependents("a")).isEqualTo(Map.of("b", 1));
  }

  private static Suspects rank(DependencyGraph graph, Suspicion... suspicions) {
    return new SuspectRanking(Set.of(Signal.values()), graph, Optional.empty())
        .rank(List.of(suspicions));
  }

  private static Suspicion against(String target, Signal signal, double strength) {
    return new Suspicion(target, signal, strength, false, "a reason");
  }

  private static Excess cost(double amount) {
    return new Excess(amount, 0.5, true);
  }

  private static TargetMetric metric(String target, Role role, double[] before, double after) {
    double[] now = new double[3];
    Arrays.fill(now, after);
    return new TargetMetric(target, role, before, now);
  }

  /** Edges from pairs of names. */
  private static DependencyGraph graph(String... pairs) {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      edges.add(new Edge(pairs[i], pairs[i + 1], "span", Optional.of(NOON), 1));
    }
    return DependencyGraph.of(edges);
  }
}
