package dev.shindan.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Shindan of its own in a directory: configuration, home and store. Its only host is this machine
 * and nothing is done through sudo.
 */
final class Sandbox {
  static final String HOST = "here";

  private static final Path SHIPPED_FAULTS = Path.of("../config/faults");
  private static final long COMMAND_SECONDS_MAX = 120;

  private final Path root;
  private final Map<String, String> environment = new HashMap<>();

  Sandbox(Path root) {
    this.root = root;
    environment.put("SHINDAN_HOME", root.toString());
    environment.put("HOME", root.resolve("home").toString());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("LANG", "C.UTF-8");
    write("config/shindan.yaml", "store:\n  directory: " + store() + "\n");
    write(
        "config/hosts.yaml",
        "defaults:\n  sudo: false\nhosts:\n  - name: " + HOST + "\n    local: true\n");
    try (Stream<Path> faults = Files.list(SHIPPED_FAULTS)) {
      for (Path fault : faults.toList()) {
        write("config/faults/" + fault.getFileName(), Files.readString(fault));
      }
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  /** What a command that has ended left behind. */
  record Ended(int exit, String out, String err) {}

  Path store() {
    return root.resolve("store");
  }

  Path path(String name) {
    return root.resolve(name);
  }

  /** Adds lines to the settings. */
  Sandbox withSettings(String lines) {
    write(
        "config/shindan.yaml",
        "store:\n  directory: " + store() + "\n" + lines.stripTrailing() + "\n");
    return this;
  }

  Path write(String name, String text) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  /** Runs a command to its end. */
  Ended run(String... arguments) throws InterruptedException {
    return run(new byte[0], arguments);
  }

  /** Runs a command to its end with the bytes on its standard input. */
  Ended run(byte[] input, String... arguments) throws InterruptedException {
    try {
      Path in = Files.write(Files.createTempFile(root, "in", ""), input);
      Path out = Files.createTempFile(root, "out", "");
      Path err = Files.createTempFile(root, "err", "");
      Process process =
          builder(arguments)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            List.of(arguments)
                + " goes on after "
                + COMMAND_SECONDS_MAX
                + " s; stderr: "
                + read(err));
      }
      return new Ended(process.exitValue(), read(out), read(err));
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  /** Starts a server and waits until it listens. */
  Server serve() {
    return Server.start(builder("serve", "--port", "0"), root);
  }

  private ProcessBuilder builder(String... arguments) {
    ProcessBuilder builder = shindan(arguments).directory(root.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** The command of the classes under test, in a process of its own. */
  static ProcessBuilder shindan(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.shindan.cli.Main"));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
