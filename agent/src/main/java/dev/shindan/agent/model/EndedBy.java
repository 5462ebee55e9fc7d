package dev.shindan.agent.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What ended an investigation. */
public enum EndedBy {
  @JsonProperty("reasoner")
  REASONER,
  @JsonProperty("moves")
  MOVES,
  @JsonProperty("seconds")
  SECONDS,
  @JsonProperty("tokens")
  TOKENS,
  @JsonProperty("money")
  MONEY,
  @JsonProperty("model")
  MODEL,
  @JsonProperty("operator")
  OPERATOR,
  @JsonProperty("abort")
  ABORT
}
