package dev.shindan.agent.reason;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.tool.ToolCall;
import java.util.List;
import java.util.Optional;

/** What a reasoner asks for next; the rules may reject it. */
public sealed interface Move {
  /** Put a claimed cause on the ledger. */
  record Propose(Hypothesis hypothesis) implements Move {}

  /** One or several tool calls, run in parallel. */
  record Examine(List<Question> questions) implements Move {
    public Examine {
      questions = List.copyOf(questions);
    }
  }

  /**
   * One call of an {@link Examine}.
   *
   * @param hypothesis the hypothesis it tests, with a {@code prediction}; both empty for a first
   *     look
   */
  record Question(
      ToolCall call, Optional<String> hypothesis, Optional<String> prediction, String reason) {
    public static Question firstLook(ToolCall call, String reason) {
      return new Question(call, Optional.empty(), Optional.empty(), reason);
    }
  }

  /** Weigh an observation against a hypothesis in prose; counts at most as moderate. */
  record Judge(
      String hypothesis, long entry, Bearing bearing, Strength strength, String why, String quote)
      implements Move {}

  /**
   * End with a verdict.
   *
   * @param causes ids of the hypotheses named as causes; empty unless the outcome is a root cause
   */
  record Conclude(
      Outcome outcome, List<NamedCause> causes, List<Claim> summary, List<String> nextChecks)
      implements Move {
    public Conclude {
      causes = List.copyOf(causes);
      summary = List.copyOf(summary);
      nextChecks = List.copyOf(nextChecks);
    }
  }

  /** A hypothesis named as cause, with the claims that carry it. */
  record NamedCause(String hypothesis, List<Claim> claims) {
    public NamedCause {
      claims = List.copyOf(claims);
    }
  }

  /** Answer what a person said in entry {@code said}. */
  record Reply(long said, List<Claim> claims) implements Move {
    public Reply {
      claims = List.copyOf(claims);
    }
  }

  /** Take what a person said in entry {@code said} as a statement about a target. */
  record Pin(long said, String target, boolean healthy) implements Move {}
}
