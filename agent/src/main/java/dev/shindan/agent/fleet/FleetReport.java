package dev.shindan.agent.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one question to many hosts came to: the document of {@code docs/schemas/fleet-run.json}.
 *
 * @param failed how many hosts failed, by kind
 * @param retry the hosts without an answer
 */
public record FleetReport(
    String tool,
    SortedMap<String, String> arguments,
    Instant startedAt,
    double seconds,
    int asked,
    int answered,
    int denied,
    Map<FailureKind, Integer> failed,
    List<Row> hosts,
    List<Difference> outliers,
    List<String> retry) {

  /**
   * One host.
   *
   * @param outcome {@code observed}, {@code empty}, {@code denied}, {@code not_recorded} or {@code
   *     failed}
   * @param detail why there are no facts
   * @param clockOffsetMillis the host's clock minus ours, when measured
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Row(
      String host,
      String outcome,
      Optional<FailureKind> failure,
      Optional<String> detail,
      long tookMillis,
      Optional<Long> clockOffsetMillis,
      Optional<JsonNode> facts) {}

  /** An {@link Outlier} with its sentence. */
  public record Difference(
      String fact, String usual, int of, List<Outlier.Differing> hosts, String sentence) {}

  public FleetReport {
    failed = Collections.unmodifiableMap(new TreeMap<>(failed));
    hosts = List.copyOf(hosts);
    outliers = List.copyOf(outliers);
    retry = List.copyOf(retry);
  }

  public static FleetReport of(
      ToolCall question, Instant startedAt, Duration took, List<HostOutcome> outcomes) {
    Map<FailureKind, Integer> failed = new EnumMap<>(FailureKind.class);
    int denied = 0;
    for (HostOutcome outcome : outcomes) {
      switch (outcome.answer()) {
        case ToolAnswer.Failed failure -> failed.merge(failure.kind(), 1, Integer::sum);
        case ToolAnswer.Denied _ -> denied++;
        case ToolAnswer.Observed _, ToolAnswer.Empty _, ToolAnswer.NotRecorded _ -> {}
      }
    }
    List<String> retry =
        outcomes.stream().filter(outcome -> !outcome.answered()).map(HostOutcome::host).toList();
    return new FleetReport(
        question.tool(),
        question.arguments(),
        startedAt,
        took.toMillis() / 1000.0,
        outcomes.size(),
        outcomes.size() - retry.size(),
        denied,
        failed,
        outcomes.stream().map(FleetReport::row).toList(),
        Outliers.in(outcomes).stream().map(FleetReport::difference).toList(),
        retry);
  }

  /** {@code 185 of 200 answered; 10 timed out, 5 connection refused}. */
  public String inWords() {
    StringBuilder words =
        new StringBuilder(String.format(Locale.ROOT, "%,d of %,d answered", answered, asked));
    String separator = "; ";
    for (FailureKind kind : FailureKind.values()) {
      Integer count = failed.get(kind);
      if (count != null) {
        words
            .append(separator)
            .append(String.format(Locale.ROOT, "%,d ", count))
            .append(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        separator = ", ";
      }
    }
    if (denied > 0) {
      words.append(separator).append(String.format(Locale.ROOT, "%,d denied", denied));
    }
    return words.toString();
  }

  private static Difference difference(Outlier outlier) {
    return new Difference(
        outlier.fact(), outlier.usual(), outlier.of(), outlier.hosts(), outlier.sentence());
  }

  private static Row row(HostOutcome outcome) {
    Optional<FailureKind> failure = Optional.empty();
    Optional<String> detail = Optional.empty();
    Optional<JsonNode> facts = Optional.empty();
    String kind;
    switch (outcome.answer()) {
      case ToolAnswer.Observed observed -> {
        kind = "observed";
        facts = Optional.of(observed.facts());
      }
      case ToolAnswer.Empty empty -> {
        kind = "empty";
        detail = Optional.of(empty.searched());
      }
      case ToolAnswer.Denied denied -> {
        kind = "denied";
        detail = Optional.of(denied.reason());
      }
      case ToolAnswer.NotRecorded missing -> {
        kind = "not_recorded";
        detail = Optional.of(missing.key());
      }
      case ToolAnswer.Failed failed -> {
        kind = "failed";
        failure = Optional.of(failed.kind());
        detail = Optional.of(failed.detail());
      }
    }
    return new Row(
        outcome.host(),
        kind,
        failure,
        detail,
        outcome.took().toMillis(),
        outcome.clockOffset().map(Duration::toMillis),
        facts);
  }
}
