package dev.shindan.agent.model;

/** Which way an observation speaks on a hypothesis. */
public enum Bearing {
  SUPPORTS,
  REFUTES,
  NEUTRAL
}
