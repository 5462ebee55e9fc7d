package dev.shindan.agent.trail;

import java.time.Instant;

/**
 * One entry of a trail.
 *
 * @param number 1 for the first, without gaps; the entry's identity everywhere
 */
public record Entry(long number, Instant at, Event event) {
  public Entry {
    if (number < 1) {
      throw new IllegalArgumentException("entries are numbered from 1");
    }
  }
}
