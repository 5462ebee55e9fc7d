package dev.shindan.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the configuration lies: the folder of {@code --config}, or {@code config/} of Shindan. */
record Home(Path root, Path settingsFile, Map<String, String> environment) {

  static Home of(Optional<Path> config, Map<String, String> environment) {
    Path root = Path.of(environment.getOrDefault("SHINDAN_HOME", "."));
    return new Home(
        root, config.orElse(root.resolve("config/shindan.yaml")), Map.copyOf(environment));
  }

  /** The inventory beside the settings; empty when there is none. */
  Optional<Path> hostsFile() {
    return beside("hosts.yaml");
  }

  /** What overrides the tools' commands; need not be there. */
  Path commandsFile() {
    return settingsFile.toAbsolutePath().resolveSibling("commands.yaml");
  }

  /** The fault catalogue beside the settings, or the one that ships with Shindan. */
  Path faults() {
    return beside("faults").orElse(root.resolve("config/faults"));
  }

  private Optional<Path> beside(String name) {
    return Optional.of(settingsFile.toAbsolutePath().resolveSibling(name)).filter(Files::exists);
  }
}
