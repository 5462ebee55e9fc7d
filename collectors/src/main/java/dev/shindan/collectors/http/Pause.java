package dev.shindan.collectors.http;

import java.time.Duration;

/** How a wait between two attempts is spent. */
@FunctionalInterface
public interface Pause {
  void last(Duration length) throws InterruptedException;
}
