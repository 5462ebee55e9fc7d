package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.host.CommandResult;
import dev.shindan.collectors.host.HostCommands;
import dev.shindan.collectors.host.logs.HostLogs;
import dev.shindan.collectors.host.logs.HostLogsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandSettingsTest {
  private static final CallContext CONTEXT =
      new CallContext("test", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(20));

  @TempDir private Path directory;

  private final List<Command> ran = new ArrayList<>();
  private final List<Duration> allowed = new ArrayList<>();

  @Test
  void programsPathAndSudoAreOverridden() throws Exception {
    CommandSettings settings = read("programs:\n  /usr/sbin/ip: {path: /opt/bin/ip, sudo: true}\n");
    assertThat(ask(settings, "addresses")).isInstanceOf(Fetched.Output.class);
    assertThat(ran)
        .extracting(command -> command.argv().getFirst(), Command::privileged)
        .contains(org.assertj.core.groups.Tuple.tuple("/opt/bin/ip", true));
    assertThat(settings.programPaths()).contains("/opt/bin/ip").doesNotContain("/usr/sbin/ip");
  }

  @Test
  void toolThatIsSwitchedOffIsDeniedAndRunsNothing() throws Exception {
    Fetched fetched = ask(read("tools:\n  uptime: {off: true}\n"), "uptime");
    assertThat(fetched).isEqualTo(new Fetched.Refused("uptime is switched off in commands.yaml"));
    assertThat(ran).isEmpty();
  }

  @Test
  void toolsTimeoutTakesThePlaceOfTheCallers() throws Exception {
    ask(read("tools:\n  uptime: {timeoutSeconds: 3}\n"), "uptime");
    assertThat(allowed).isNotEmpty().allMatch(limit -> limit.compareTo(Duration.ofSeconds(3)) <= 0);
  }

  @Test
  void searchOfLogFilesRunsTheProgramsThatAreNamedToo() throws Exception {
    CommandSettings settings = read("programs:\n  /usr/bin/find: {path: /opt/bin/find}\n");
    HostCommands commands =
        settings.over(
            (_, command, _) -> {
              ran.add(command);
              return new CommandResult.Exited(
                  0, RawOutput.of(""), "", Duration.ZERO, Optional.empty());
            });
    Instant now = Instant.parse("2026-11-24T13:00:00Z");
    Target here =
        new Target("here", TargetKind.HOST, Set.of(), List.of(), List.of(), List.of(), Map.of());
    var _ =
        new HostLogs(
                commands,
                Set.of("here"),
                new HostLogsSettings(List.of("/var/log/shop"), List.of("*.log"), false, 5))
            .search(
                new LogQuery(
                    "test",
                    here,
                    new Window(now.minusSeconds(60), now),
                    Optional.empty(),
                    LogLevel.UNKNOWN,
                    10),
                Duration.ofSeconds(20));
    assertThat(ran)
        .extracting(command -> command.argv().getFirst())
        .contains("/opt/bin/find")
        .doesNotContain("/usr/bin/find");
  }

  @Test
  void adjustedToolForwardsEveryQuestionThatAToolCanBeAsked() {
    assertThat(Tool.class.getDeclaredMethods())
        .filteredOn(method -> !method.isSynthetic())
        .allSatisfy(
            method ->
                assertThat(AdjustedTool.class.getDeclaredMethods())
                    .extracting(java.lang.reflect.Method::getName)
                    .contains(method.getName()));
  }

  @Test
  void nothingThatIsNotThereCanBeNamed() {
    assertRefused("programs:\n  /usr/bin/rm: {path: /bin/rm}\n", "no tool runs '/usr/bin/rm'");
    assertRefused("programs:\n  /usr/sbin/ip: {path: 'ip -x'}\n", "an absolute path");
    assertRefused("tools:\n  reboot: {off: true}\n", "no host tool 'reboot'");
    assertRefused("tools:\n  uptime: {timeoutSeconds: 0}\n", "expected 1 to 120, not 0");
    assertRefused("tools:\n  uptime: {argv: [a]}\n", "argv");
  }

  @Test
  void fileThatIsNotThereOrSaysNothingOverridesNothing() throws Exception {
    assertThat(CommandSettings.read(directory.resolve("commands.yaml"), Map.of()))
        .isEqualTo(CommandSettings.none());
    assertThat(read("# programs:\n\n#   /usr/sbin/ip: {sudo: true}\n"))
        .isEqualTo(CommandSettings.none());
  }

  private void assertRefused(String text, String why) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(WrongInput.class).hasMessageContaining(why);
  }

  private CommandSettings read(String text) throws IOException {
    return CommandSettings.read(
        Files.writeString(directory.resolve("commands.yaml"), text), Map.of());
  }

  private Fetched ask(CommandSettings settings, String name) throws InterruptedException {
    Tool tool =
        HostTools.all(
                (_, command, context) -> {
                  ran.add(command);
                  allowed.add(context.timeout());
                  return new CommandResult.Exited(
                      0, RawOutput.of("any\n"), "", Duration.ZERO, Optional.empty());
                },
                new Inventory(List.of()),
                settings)
            .stream()
            .filter(one -> one.spec().name().equals(name))
            .findFirst()
            .orElseThrow();
    return tool.fetch(ToolCall.of(name, "here"), CONTEXT);
  }
}
