package dev.shindan.agent.source;

import java.util.List;

/** The changes that pipelines told Shindan of, kept by Shindan itself. Thread-safe. */
public interface ChangeMarkers extends ChangeSource {
  /**
   * A change as it was told.
   *
   * @param key equal for the same change told again
   */
  record Marker(String key, Change change) {}

  /**
   * Keeps those whose key is new, all or none; durable on return.
   *
   * @return how many were new
   */
  int keep(List<Marker> markers);
}
