package dev.shindan.evals.bench;

import java.util.Map;
import java.util.function.Consumer;

/** One thing whose speed is measured. */
public interface Measurement {
  /**
   * Measures, and tells what a reader wants to see on the way.
   *
   * @return figures by name, with units in the names
   */
  Map<String, Object> measure(Consumer<String> tell);
}
