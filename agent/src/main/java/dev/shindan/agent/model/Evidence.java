package dev.shindan.agent.model;

import java.util.Optional;

/**
 * An observation weighed against a hypothesis.
 *
 * @param hypothesis id of the hypothesis
 * @param entry the {@code Called} entry whose answer is weighed
 * @param basis what the observation is physically about; within a basis only the strongest counts
 * @param check the catalogue check that decided, {@code kind/check}; empty for a judgement in prose
 * @param quote a line of the output; empty when it rests on facts alone
 */
public record Evidence(
    String hypothesis,
    long entry,
    Bearing bearing,
    Strength strength,
    String basis,
    Optional<String> check,
    String why,
    String quote) {}
