package dev.shindan.collectors.host.tool;

import dev.shindan.agent.settings.StrictYaml;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.host.HostCommands;
import dev.shindan.collectors.host.PrivilegedTemplate;
import dev.shindan.collectors.host.logs.HostLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The file {@code commands.yaml}: where a program lies on these hosts, whether it goes through
 * {@code sudo -n}, how long a tool may take, which tools are switched off. It can add no command.
 *
 * @param programs by the path that stands in the tools' templates
 * @param tools by name
 */
public record CommandSettings(
    Optional<Map<String, Program>> programs, Optional<Map<String, ToolSetting>> tools) {
  /** Longer than any investigation waits for one answer. */
  private static final int TIMEOUT_SECONDS_MAX = 120;

  /** One program; what is left out stays as the template says. */
  public record Program(Optional<String> path, Optional<Boolean> sudo) {}

  /** One tool; what is left out stays as it is. */
  public record ToolSetting(Optional<Boolean> off, Optional<Integer> timeoutSeconds) {}

  public static CommandSettings none() {
    return new CommandSettings(Optional.empty(), Optional.empty());
  }

  /**
   * Reads the file; when there is none, nothing is overridden.
   *
   * @throws WrongInput for an unknown program or tool, a path that is not absolute, a timeout out
   *     of range
   */
  public static CommandSettings read(Path file, Map<String, String> environment) {
    if (!Files.exists(file) || saysNothing(file)) {
      return none();
    }
    CommandSettings settings = new StrictYaml(environment).read(file, CommandSettings.class);
    settings.requireSense(file.toString());
    return settings;
  }

  /** As shipped: comments only. */
  private static boolean saysNothing(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.allMatch(line -> line.isBlank() || line.startsWith("#"));
    } catch (IOException | UncheckedIOException unreadable) {
      return false; // the reader below says what is wrong with it
    }
  }

  private void requireSense(String file) {
    Set<String> known = new TreeSet<>(HostTools.programs());
    known.addAll(HostLogs.PROGRAMS);
    programs()
        .orElse(Map.of())
        .forEach(
            (program, setting) -> {
              if (!known.contains(program)) {
                throw new WrongInput(
                    file,
                    "key 'programs': no tool runs '" + program + "'; expected one of " + known);
              }
              setting.path().ifPresent(path -> requirePath(file, program, path));
            });
    tools()
        .orElse(Map.of())
        .forEach(
            (tool, setting) -> {
              if (!HostTools.names().contains(tool)) {
                throw new WrongInput(
                    file,
                    "key 'tools': there is no host tool '"
                        + tool
                        + "'; expected one of "
                        + new TreeSet<>(HostTools.names()));
              }
              setting.timeoutSeconds().ifPresent(seconds -> requireSeconds(file, tool, seconds));
            });
  }

  private static void requirePath(String file, String program, String path) {
    if (!path.matches("/[A-Za-z0-9/._+-]+")) {
      throw new WrongInput(
          file,
          "key 'programs." + program + ".path': expected an absolute path, not '" + path + "'");
    }
  }

  private static void requireSeconds(String file, String tool, int seconds) {
    if (seconds < 1 || seconds > TIMEOUT_SECONDS_MAX) {
      throw new WrongInput(
          file,
          "key 'tools."
              + tool
              + ".timeoutSeconds': expected 1 to "
              + TIMEOUT_SECONDS_MAX
              + ", not "
              + seconds);
    }
  }

  /** The commands as these hosts have them. */
  public HostCommands over(HostCommands commands) {
    return programs().isEmpty()
        ? commands
        : (host, command, context) -> commands.run(host, overridden(command), context);
  }

  Command overridden(Command command) {
    Program program = programs().orElse(Map.of()).get(command.argv().getFirst());
    return program == null
        ? command
        : new Command(
            withPath(command.argv(), program),
            program.sudo().orElse(command.privileged()),
            command.cost());
  }

  private static List<String> withPath(List<String> argv, Program program) {
    List<String> changed = new ArrayList<>(argv);
    program.path().ifPresent(path -> changed.set(0, path));
    return changed;
  }

  /** The tool as it may be used here. */
  Tool over(Tool tool) {
    ToolSetting setting = tools().orElse(Map.of()).get(tool.spec().name());
    return setting == null ? tool : new AdjustedTool(tool, setting);
  }

  /** Absolute paths of all programs that the tools run with their default arguments here. */
  public List<String> programPaths() {
    return HostTools.commands().stream()
        .map(command -> overridden(command).argv().getFirst())
        .distinct()
        .sorted()
        .toList();
  }

  /** What the tools run as root here, or try again as root when it was not permitted. */
  public List<PrivilegedTemplate> privileged() {
    return HostTools.privileged().stream()
        .map(template -> overridden(new Command(template.argv(), true)))
        .filter(Command::privileged)
        .map(command -> new PrivilegedTemplate(command.argv()))
        .toList();
  }
}
