package dev.shindan.agent.replay;

import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Verdict;

/**
 * How one case went.
 *
 * @param cause whether outcome, and for a root cause kind and target, are the true ones
 * @param grounded whether every claim stood the citation check and every cause carries one
 * @param abstained whether the verdict was inconclusive
 * @param accused whether a forbidden kind was named, or a cause where there is no fault
 */
public record CaseResult(
    String name,
    String reasoner,
    Outcome expected,
    Outcome outcome,
    boolean cause,
    boolean grounded,
    boolean abstained,
    boolean accused,
    int toolCalls,
    double seconds,
    Verdict verdict) {}
