package dev.shindan.evals.dataset;

import dev.shindan.agent.settings.WrongInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders in a directory, one for each case, by name. */
final class CaseFolders {
  private CaseFolders() {}

  static List<Path> of(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new WrongInput(
          directory.toString(), "expected a directory with a folder for each case");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    }
  }
}
