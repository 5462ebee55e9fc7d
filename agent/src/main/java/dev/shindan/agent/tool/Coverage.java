package dev.shindan.agent.tool;

/** What must have been looked at on a target before it may be called healthy. */
public enum Coverage {
  ERRORS,
  SATURATION,
  LATENCY
}
