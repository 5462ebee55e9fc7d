package dev.shindan.agent.catalogue;

/** Whose answer a check reads, seen from the target of the hypothesis. */
public enum On {
  SELF,
  DEPENDENCY,

  /** Those that depend on it. */
  CALLERS,

  PEERS
}
