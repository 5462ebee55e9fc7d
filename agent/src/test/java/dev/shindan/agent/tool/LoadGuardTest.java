package dev.shindan.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.triage.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LoadGuardTest {
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

  private final MovableClock clock = new MovableClock(NOON);
  private final HostLedger ledger = new InMemoryHostLedger(clock);
  private final List<ToolCall> asked = new ArrayList<>();
  private ObjectNode facts = Json.MAPPER.createObjectNode();

  @Test
  void heavyToolsAreDeniedWhereTheLoadIsCritical() throws InterruptedException {
    facts = facts.put("loadPerCpu1", 9.25);
    run("light");
    assertThat(run("heavy"))
        .isInstanceOfSatisfying(
            ToolAnswer.Denied.class,
            denied -> assertThat(denied.reason()).contains("a load of 9.3 by processor"));
    assertThat(asked).extracting(ToolCall::tool).containsExactly("light");
    assertThat(
            ledger.find(
                new HostLedger.Question(
                    Optional.of("app1"), Optional.empty(), Instant.EPOCH, true, 10)))
        .hasSize(1);
    assertThat(run("light")).isInstanceOf(ToolAnswer.Observed.class);
  }

  @Test
  void whatAToolItselfRefusesIsDeniedAndOnRecord() throws InterruptedException {
    assertThat(run("refusing")).isEqualTo(new ToolAnswer.Denied("it is switched off"));
    assertThat(
            ledger.find(
                new HostLedger.Question(
                    Optional.of("app1"), Optional.empty(), Instant.EPOCH, true, 10)))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.argv()).containsExactly("refusing");
              assertThat(entry.denied()).contains("it is switched off");
            });
  }

  @Test
  void anotherProcessOnTheStoreKnowsTheStrainToo() throws InterruptedException {
    facts = facts.put("availablePercent", 1.5).put("totalBytes", 1000);
    run("light");
    assertThat(run("heavy")).isInstanceOf(ToolAnswer.Denied.class);
  }

  @Test
  void relievedHostsBearHeavyToolsAgain() throws InterruptedException {
    LoadGuard guard = guard();
    facts = facts.put("loadPerCpu1", 9.25);
    run("light", guard);
    facts = Json.MAPPER.createObjectNode().put("loadPerCpu1", 0.5);
    run("light", guard);
    assertThat(run("heavy", guard)).isInstanceOf(ToolAnswer.Observed.class);
  }

  @Test
  void freeMemoryDoesNotEraseALoad() throws InterruptedException {
    LoadGuard guard = guard();
    facts = facts.put("loadPerCpu1", 9.25);
    run("light", guard);
    facts = Json.MAPPER.createObjectNode().put("availablePercent", 60.0).put("totalBytes", 1000);
    run("light", guard);
    assertThat(run("heavy", guard)).isInstanceOf(ToolAnswer.Denied.class);
  }

  @Test
  void strainThatWasSeenLongAgoDeniesNothing() throws InterruptedException {
    facts = facts.put("loadPerCpu1", 9.25);
    run("light");
    clock.advance(Duration.ofMinutes(3));
    assertThat(run("heavy")).isInstanceOf(ToolAnswer.Observed.class);
  }

  private LoadGuard guard() {
    return new LoadGuard(ledger, HostLimits.DEFAULT, clock);
  }

  private ToolAnswer run(String tool) throws InterruptedException {
    return run(tool, guard());
  }

  private ToolAnswer run(String tool, LoadGuard guard) throws InterruptedException {
    Toolbox tools =
        new Toolbox(
            List.of(
                new Telling("light", Cost.LIGHT),
                new Telling("heavy", Cost.HEAVY),
                new Telling("refusing", Cost.LIGHT)));
    return new ToolRunner(tools, new Redaction(), guard)
        .run(
            ToolCall.of(tool, "app1:/data"),
            new CallContext("inv-1", NOON, NOON, Duration.ofSeconds(1)))
        .answer();
  }

  /** A tool that observes the facts of the test. */
  private final class Telling implements Tool {
    private final String name;
    private final Cost cost;

    Telling(String name, Cost cost) {
      this.name = name;
      this.cost = cost;
    }

    @Override
    public ToolSpec spec() {
      return new ToolSpec(
          name,
          "Tells.",
          List.of(),
          "",
          Record.class,
          new Basis("told"),
          Set.of(),
          Duration.ZERO,
          cost);
    }

    @Override
    public boolean appliesTo(Target target) {
      return true;
    }

    @Override
    public Fetched fetch(ToolCall call, CallContext context) {
      if (name.equals("refusing")) {
        return new Fetched.Refused("it is switched off");
      }
      asked.add(call);
      return new Fetched.Output(RawOutput.of("raw\n"), Optional.empty());
    }

    @Override
    public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
      return new ToolAnswer.Observed(facts);
    }
  }
}
