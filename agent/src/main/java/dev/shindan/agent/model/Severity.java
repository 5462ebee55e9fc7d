package dev.shindan.agent.model;

/** How bad an alert or a finding is, mildest first. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL
}
