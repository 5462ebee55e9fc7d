package dev.shindan.agent.tool.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.ChangeSource;
import dev.shindan.agent.source.Changes;
import dev.shindan.agent.source.NoStore;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ChangesToolTest {
  private static final Instant ONSET = Instant.parse("2026-11-24T13:00:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", ONSET, ONSET.plusSeconds(600), Duration.ofSeconds(5));
  private static final ToolCall CALL = ToolCall.of(ChangesTool.NAME, "web1");
  private static final Inventory INVENTORY =
      new Inventory(
          List.of(
              target("web1", "front", "app1"), target("app1", "cart"), target("mail1", "mail")));

  private static Target target(String name, String service, String... dependsOn) {
    return new Target(
        name, TargetKind.HOST, Set.of(), List.of(), List.of(service), List.of(dependsOn), Map.of());
  }

  private record Known(List<Change> all) implements ChangeSource {
    @Override
    public Changes find(Window window, Duration timeout) {
      return new Changes.Found(all, true, "a list");
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  private static Change change(int minutesBefore, String subject, String text) {
    return new Change(
        ONSET.minus(Duration.ofMinutes(minutesBefore)), "ci", "deploy", subject, text, "ci");
  }

  @Test
  void whatIsNearInTimeAndTopologyStandsFirst() throws Exception {
    ChangeSource known =
        new Known(
            List.of(
                change(-5, "cart", "rolled back"),
                change(2, "mail", "not connected"),
                change(90, "front", "long ago"),
                change(10, "cart", "cart 1.8")));
    ChangesFacts facts = facts(List.of(known));

    assertThat(facts.changesTotal()).isEqualTo(4);
    assertThat(facts.changes())
        .extracting(row -> row.target() + " " + row.secondsBeforeOnset() + " " + row.hops())
        .containsExactly(
            "app1 600 Optional[1]",
            "web1 5400 Optional[0]",
            "mail1 120 Optional.empty",
            "app1 -300 Optional[1]");
    assertThat(facts.nearestSeconds()).contains(600L);
    assertThat(facts.complete()).isTrue();
    assertThat(Json.write(facts).length()).isLessThan(2400);
  }

  @Test
  void aStoreThatDoesNotAnswerIsNoted() throws Exception {
    ChangesFacts facts =
        facts(List.of(NoStore.INSTANCE, new Known(List.of(change(10, "cart", "cart 1.8")))));
    assertThat(facts.complete()).isFalse();
    assertThat(facts.notes().getFirst()).contains("no such store");
  }

  @Test
  void noChangeAtAllIsEmptyAndNoAnswerAtAllIsAFailure() throws Exception {
    assertThat(settled(new Known(List.of()))).isInstanceOf(ToolAnswer.Empty.class);
    assertThat(settled(NoStore.INSTANCE)).isInstanceOf(ToolAnswer.Failed.class);
  }

  private static ToolAnswer settled(ChangeSource source) throws InterruptedException {
    ChangesTool tool = new ChangesTool(List.of(source), INVENTORY);
    return ((Fetched.Settled) tool.fetch(CALL, CONTEXT)).answer();
  }

  private static ChangesFacts facts(List<ChangeSource> sources) throws InterruptedException {
    ChangesTool tool = new ChangesTool(sources, INVENTORY);
    RawOutput raw = new Redaction().clean(((Fetched.Output) tool.fetch(CALL, CONTEXT)).raw());
    ToolAnswer.Observed observed = (ToolAnswer.Observed) tool.read(CALL, raw, CONTEXT);
    return Json.MAPPER.convertValue(observed.facts(), ChangesFacts.class);
  }
}
