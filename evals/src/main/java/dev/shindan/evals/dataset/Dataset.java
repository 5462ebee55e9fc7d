package dev.shindan.evals.dataset;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One public benchmark: reads its layout and measures one of our methods on it. What the method is
 * given and what is the truth are different types, so that no method can see the truth.
 */
public interface Dataset {
  /** The name on the command line, lower case. */
  String name();

  /**
   * Measures the method over every case of a directory.
   *
   * @throws IOException when a file cannot be read
   * @throws dev.shindan.agent.settings.WrongInput when the directory has not this layout
   */
  DatasetReport measure(Path directory) throws IOException;
}
