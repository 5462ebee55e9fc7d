package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.InMemoryHostLedger;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.telemetry.DependentsFacts;
import dev.shindan.agent.tool.telemetry.DependentsTool;
import dev.shindan.agent.tool.telemetry.HostSockets;
import dev.shindan.agent.tool.telemetry.Logins;
import dev.shindan.collectors.host.CommandResult;
import dev.shindan.collectors.host.HostCommands;
import dev.shindan.collectors.host.HostCommandsByInventory;
import dev.shindan.collectors.host.HostInventory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who depends on a host, by the connections that the real host tool reads. */
final class DependentsOfHostsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T21:10:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", NOW.minusSeconds(60), NOW, Duration.ofSeconds(20));
  private static final Inventory INVENTORY =
      new Inventory(
          List.of(
              target("lb", "10.77.0.10", "app1"),
              target("app1", "10.77.0.11"),
              target("db", "10.77.0.20")));

  private static Target target(String name, String address, String... needs) {
    return new Target(
        name, TargetKind.HOST, Set.of(address), List.of(), List.of(), List.of(needs), Map.of());
  }

  @Test
  void aRecordedHostTellsItsDatabaseAndItsLoadBalancerAndNeitherScrapesNorLogins()
      throws Exception {
    RawOutput recorded =
        RawOutput.of(
            Files.readAllBytes(
                Path.of("../evals/cases/lab/healthy-app1/raw/socket_map-app1-603e6749.txt")));
    DependentsTool tool =
        tool(
            (_, _, _) -> new CommandResult.Exited(0, recorded, "", Duration.ZERO, Optional.empty()),
            INVENTORY,
            Logins.none());
    RawOutput raw = raw(tool, "app1");
    DependentsFacts facts = facts(tool, "app1", raw);

    assertThat(facts.edges())
        .extracting(edge -> edge.caller() + ">" + edge.callee() + " " + edge.evidence())
        .containsExactly("app1>db sockets", "lb>app1 configuration", "lb>app1 sockets");
    assertThat(facts.edges())
        .extracting(DependentsFacts.Edge::calls)
        .containsExactly(622L, 0L, 13L);
    assertThat(facts.edges().getFirst().line().map(raw.text()::contains)).contains(true);
    assertThat(facts.sockets()).isEqualTo(new DependentsFacts.Sockets("read", 2, 1));
    assertThat(facts.complete()).isTrue();
    assertThat(facts.dependsOnOthers()).contains(true);
  }

  @Test
  void theHostIsAskedThroughTheGuardAndOnRecord() throws Exception {
    HostLedger ledger = new InMemoryHostLedger(Clock.systemUTC());
    HostLimits one = new HostLimits(1, 8, 4, 5, Duration.ofMinutes(2), 10);
    HostInventory here = HostInventory.ofThisMachine("here");
    try (HostCommandsByInventory commands =
        new HostCommandsByInventory(here, ledger, one, Clock.systemUTC())) {
      DependentsTool tool =
          tool(commands, here.inventory(), here.logins(ProcessHandle.current().pid()));

      assertThat(facts(tool, "localhost", raw(tool, "localhost")).sockets().outcome())
          .isEqualTo("read");
      DependentsFacts second = facts(tool, "localhost", raw(tool, "localhost"));
      assertThat(second.sockets().outcome()).startsWith("denied: localhost was sent 1 commands");
      assertThat(second.complete()).isFalse();
    }
    List<HostLedger.Entry> record =
        ledger.find(
            new HostLedger.Question(
                Optional.of("localhost"), Optional.of("i1"), Instant.EPOCH, false, 10));
    assertThat(record).extracting(entry -> entry.denied().isPresent()).containsExactly(true, false);
    assertThat(record.getLast().argv()).contains("/usr/bin/ss");
  }

  private static DependentsTool tool(HostCommands commands, Inventory inventory, Logins logins) {
    return new DependentsTool(
        Optional.empty(), inventory, HostSockets.among(HostTools.all(commands, inventory), logins));
  }

  private static RawOutput raw(DependentsTool tool, String target) throws InterruptedException {
    return ((Fetched.Output) tool.fetch(ToolCall.of(DependentsTool.NAME, target), CONTEXT)).raw();
  }

  private static DependentsFacts facts(DependentsTool tool, String target, RawOutput raw) {
    ToolAnswer answer = tool.read(ToolCall.of(DependentsTool.NAME, target), raw, CONTEXT);
    return Json.MAPPER.convertValue(((ToolAnswer.Observed) answer).facts(), DependentsFacts.class);
  }
}
