package dev.shindan.agent.model;

/** What sort of thing a target is. */
public enum TargetKind {
  HOST,
  SERVICE,
  DATABASE,
  QUEUE
}
