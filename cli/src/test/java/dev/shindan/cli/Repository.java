package dev.shindan.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of this repository, as a test sees them that runs in the module cli. */
final class Repository {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Repository() {}

  /** What git knows, or would know after {@code git add}, and is still there. */
  static List<Path> files() {
    try {
      Process git =
          new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
              .directory(ROOT.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      List<Path> files = new ArrayList<>();
      for (String name : names.split("\0")) {
        if (!name.isEmpty() && Files.exists(ROOT.resolve(name))) {
          files.add(Path.of(name));
        }
      }
      if (files.isEmpty()) {
        throw new IllegalStateException("git ls-files names no file under " + ROOT);
      }
      return files;
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  static List<Path> files(String suffix) {
    return files().stream().filter(file -> file.toString().endsWith(suffix)).toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  static String text(String file) {
    return text(Path.of(file));
  }
}
