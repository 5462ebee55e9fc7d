package dev.shindan.agent.signal;

/** Why a series belongs to an incident or does not. */
public enum SeriesReason {
  LEVEL_MOVED(true, "its level moved with the incident"),
  SPREAD_MOVED(true, "its spread moved with the incident"),
  APPEARED(true, "it has samples only since the incident"),
  GONE(true, "it has samples only before the incident"),
  NO_SAMPLES(false, "it has too few samples to compare"),
  CONSTANT(false, "all its samples are equal"),
  UNCLEAR(false, "it moved no more clearly than chance would have it"),
  SMALL(false, "it moved by less than a tenth of its level"),
  USUAL(false, "it moved no further than it usually drifts"),
  OTHER_TIME(false, "it moved clearly, but at another time");

  private final boolean kept;
  private final String words;

  SeriesReason(boolean kept, String words) {
    this.kept = kept;
    this.words = words;
  }

  public boolean kept() {
    return kept;
  }

  /** The reason for a reader. */
  public String words() {
    return words;
  }
}
