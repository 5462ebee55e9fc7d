package dev.shindan.evals.bench;

import java.util.Map;

/** One thing whose speed is measured. */
interface Measurement {
  /** Measures; takes seconds to minutes. */
  Measured measure();

  /**
   * What was measured.
   *
   * @param growth seconds at growing sizes
   * @param figures by name, with units in the names
   */
  record Measured(Growth growth, Map<String, Object> figures) {}
}
