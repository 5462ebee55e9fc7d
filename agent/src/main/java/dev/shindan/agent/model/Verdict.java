package dev.shindan.agent.model;

import java.util.List;

/**
 * How an investigation ended: root cause with citations, inconclusive with reason, or no fault.
 *
 * @param summary one or two cited sentences for the top of the page
 * @param notSeen what could not be observed: denied, failed, missing
 */
public record Verdict(
    String incident,
    String reasoner,
    Outcome outcome,
    List<Claim> summary,
    List<Cause> causes,
    List<RuledOut> ruledOut,
    List<String> notSeen,
    List<String> nextChecks,
    EndedBy endedBy,
    long entries,
    int toolCalls,
    double seconds,
    long tokens,
    double cost) {

  /** A cause with the claims that carry it; {@code kind} is a catalogue id or {@code other}. */
  public record Cause(String target, String kind, double probability, List<Claim> claims) {
    public Cause {
      claims = List.copyOf(claims);
    }
  }

  /** A cause that was considered and refuted. */
  public record RuledOut(String target, String kind, String because, List<Citation> citations) {
    public RuledOut {
      citations = List.copyOf(citations);
    }
  }

  public Verdict {
    summary = List.copyOf(summary);
    causes = List.copyOf(causes);
    ruledOut = List.copyOf(ruledOut);
    notSeen = List.copyOf(notSeen);
    nextChecks = List.copyOf(nextChecks);
    if ((outcome == Outcome.ROOT_CAUSE) == causes.isEmpty()) {
      throw new IllegalArgumentException("a root cause, and only a root cause, names causes");
    }
  }
}
