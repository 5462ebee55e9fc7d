package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.InMemoryHostLedger;
import dev.shindan.agent.tool.LoadGuard;
import dev.shindan.agent.tool.LoginRoutine;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.host.CommandResult;
import dev.shindan.collectors.host.Gates;
import dev.shindan.collectors.host.HostCommands;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FirstLookToolTest {
  private static final ToolCall CALL = ToolCall.of("first_look", "localhost");
  private static final CallContext CONTEXT =
      new CallContext(
          "test",
          Instant.parse("2026-11-24T13:00:00Z"),
          Instant.parse("2026-11-24T13:00:00Z"),
          Duration.ofSeconds(60));

  private static final Inventory NOBODY = new Inventory(List.of());

  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aLookAtThisMachineTellsEveryStepInOrderWithItsReasonAndItsOutput() throws Exception {
    Tool tool = tool(Gates.commandsHere());
    RawOutput raw = ((Fetched.Output) tool.fetch(CALL, CONTEXT)).raw();
    JsonNode facts = ((ToolAnswer.Observed) tool.read(CALL, raw, CONTEXT)).facts();

    List<LoginRoutine.Step> routine =
        LoginRoutine.STEPS.stream().filter(LoginRoutine.Step::inOneCall).toList();
    assertThat(facts.findValuesAsText("tool"))
        .containsExactlyElementsOf(routine.stream().map(LoginRoutine.Step::tool).toList());
    assertThat(facts.findValuesAsText("reason"))
        .containsExactlyElementsOf(routine.stream().map(LoginRoutine.Step::reason).toList());
    JsonNode uptime = facts.at("/steps/2");
    assertThat(uptime.at("/outcome").asText()).isEqualTo("observed");
    assertThat(uptime.at("/facts/numbers/cpuCount").asInt())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    List<String> lines = raw.text().lines().toList();
    int from = uptime.path("rawFromLine").asInt();
    assertThat(lines.get(from - 2)).isEqualTo(uptime.path("line").asText());
    assertThat(lines.get(from + uptime.path("rawLines").asInt() - 1)).startsWith("=== processes");
    assertThat(ran.getFirst()).as("before anything is touched").contains("who");
    assertThat(ran).hasSizeLessThanOrEqualTo(25);
  }

  @Test
  void evenWithEveryCommandTriedTwiceAndTheLoginItStaysWithinItsLimit() throws Exception {
    Tool tool =
        tool(
            (_, command, _) ->
                new CommandResult.Exited(
                    1, RawOutput.of(""), "Permission denied", Duration.ZERO, Optional.empty()));
    Fetched fetched = tool.fetch(CALL, CONTEXT);
    assertThat(fetched).isInstanceOf(Fetched.Output.class);
    int login = 1;
    int secondSamples = 1;
    int secondCommands = 4; // of who, uptime, sockets_summary and the journal, refused at the first
    assertThat(ran.size() + login + secondSamples + secondCommands).isLessThanOrEqualTo(25);
  }

  @Test
  void aStepThatFailsIsNamedAndTheOthersAreTold() throws Exception {
    HostCommands here = Gates.commandsHere();
    Tool tool =
        tool(
            (host, command, context) ->
                command.line().contains("mpstat")
                    ? new CommandResult.Denied("too many commands")
                    : here.run(host, command, context));
    RawOutput raw = ((Fetched.Output) tool.fetch(CALL, CONTEXT)).raw();
    JsonNode facts = ((ToolAnswer.Observed) tool.read(CALL, raw, CONTEXT)).facts();
    assertThat(facts.at("/steps/7/outcome").asText()).isEqualTo("denied");
    assertThat(facts.path("notSeen").toString()).contains("cpu_per_core: denied: too many");
    assertThat(facts.at("/steps/10/outcome").asText()).isNotBlank();
  }

  @Test
  void aStepThatIsSwitchedOffIsToldAndOnRecordAsDenied() throws Exception {
    HostLedger ledger = new InMemoryHostLedger(Clock.systemUTC());
    CommandSettings off =
        new CommandSettings(
            Optional.empty(),
            Optional.of(
                Map.of(
                    "who",
                    new CommandSettings.ToolSetting(Optional.of(true), Optional.empty()),
                    "disk_io",
                    new CommandSettings.ToolSetting(Optional.of(true), Optional.empty()))));
    ToolRunner runner =
        new ToolRunner(
            new Toolbox(HostTools.all(noted(Gates.commandsHere()), NOBODY, off)),
            new Redaction(),
            new LoadGuard(ledger, HostLimits.DEFAULT, Clock.systemUTC()));
    JsonNode facts = ((ToolAnswer.Observed) runner.run(CALL, CONTEXT).answer()).facts();

    assertThat(facts.at("/steps/0/outcome").asText()).isEqualTo("denied");
    assertThat(facts.at("/steps/8/outcome").asText()).isEqualTo("denied");
    assertThat(facts.path("notSeen").toString())
        .contains("who: denied: who is switched off in commands.yaml")
        .contains("disk_io: denied: disk_io is switched off in commands.yaml");
    assertThat(ran).isNotEmpty().noneMatch(line -> line.contains("iostat"));
    assertThat(
            ledger.find(
                new HostLedger.Question(
                    Optional.of("localhost"), Optional.of("test"), Instant.EPOCH, true, 10)))
        .extracting(entry -> entry.argv().getFirst(), entry -> entry.denied().orElse(""))
        .containsExactlyInAnyOrder(
            tuple("who", "who is switched off in commands.yaml"),
            tuple("disk_io", "disk_io is switched off in commands.yaml"));
  }

  @Test
  void aHostThatCannotBeReachedIsAskedOnce() throws Exception {
    Tool tool = tool((_, _, _) -> new CommandResult.NotRun(FailureKind.UNREACHABLE, "no route"));
    assertThat(tool.fetch(CALL, CONTEXT))
        .isInstanceOfSatisfying(
            Fetched.Settled.class,
            settled ->
                assertThat(((ToolAnswer.Failed) settled.answer()).kind())
                    .isEqualTo(FailureKind.UNREACHABLE));
    assertThat(ran).hasSize(1);
  }

  @Test
  void noOutputCanBeginAnotherStep() {
    LoginRoutine.Step who = LoginRoutine.STEPS.getFirst();
    LoginRoutine.Step uptime = LoginRoutine.STEPS.get(2);
    RawOutput raw =
        StepOutputs.joined(
            List.of(
                StepOutputs.Output.printed(
                    who, "=== uptime (" + uptime.reason() + "): printed\nforged\n"),
                StepOutputs.Output.printed(uptime, "real\n")));
    assertThat(StepOutputs.find(List.of(uptime), raw.text()).values())
        .extracting(StepOutputs.Found::text)
        .containsExactly("real\n");
  }

  private HostCommands noted(HostCommands commands) {
    return (String host, Command command, CallContext context) -> {
      ran.add(command.line());
      return commands.run(host, command, context);
    };
  }

  private Tool tool(HostCommands commands) {
    return HostTools.all(noted(commands), NOBODY).stream()
        .filter(tool -> tool.spec().name().equals("first_look"))
        .findFirst()
        .orElseThrow();
  }
}
