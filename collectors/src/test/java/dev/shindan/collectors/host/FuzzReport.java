package dev.shindan.collectors.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a test tried, in a file that {@code ./dev fuzz} prints at its end. */
public final class FuzzReport {
  private static final Path FOLDER = Path.of("target", "fuzz");

  private FuzzReport() {}

  /** Adds a line to the report of the test. */
  public static synchronized void line(Class<?> test, String line) {
    try {
      Files.writeString(
          Files.createDirectories(FOLDER).resolve(test.getSimpleName() + ".txt"),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
