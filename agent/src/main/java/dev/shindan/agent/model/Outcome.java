package dev.shindan.agent.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an investigation ended; the three are equal citizens. */
public enum Outcome {
  @JsonProperty("root_cause")
  ROOT_CAUSE,
  @JsonProperty("inconclusive")
  INCONCLUSIVE,
  @JsonProperty("no_fault")
  NO_FAULT
}
