package dev.shindan.agent.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.tool.ToolSpec;
import dev.shindan.agent.tool.Toolbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CompareRoleTest {
  private static final CallContext CONTEXT =
      new CallContext("inv-1", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(30));

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<String> askers = Collections.synchronizedList(new ArrayList<>());

  @Test
  void theHostThatDiffersFromItsRoleIsNamedWithTheFact() throws InterruptedException {
    JsonNode facts = facts(compare("web", "app", 12), "web03");
    assertThat(facts.path("targetDiffers").asBoolean()).isTrue();
    assertThat(facts.path("asked").asInt()).isEqualTo(12);
    assertThat(facts.at("/differences/0/fact").asText()).isEqualTo("cpuCount");
    assertThat(facts.at("/differences/0/target").asText()).isEqualTo("2");
    assertThat(facts.at("/differences/0/line").asText())
        .isEqualTo("1 of 11 differs in cpuCount (usually 8): web03 2");
    assertThat(askers).containsOnly("inv-1");
  }

  @Test
  void hostsThatDoNotAnswerAreNamedAndCompareNothing() throws InterruptedException {
    JsonNode facts = facts(compare("web", "app", 12), "web01");
    assertThat(facts.path("targetDiffers").asBoolean()).isFalse();
    assertThat(facts.path("answered").asInt()).isEqualTo(11);
    assertThat(facts.at("/notAnswered/web07").asText()).isEqualTo("denied: it is strained");
  }

  @Test
  void hostsOfOtherRolesAreLeftAlone() throws InterruptedException {
    facts(compare("web", "app", 12), "web01");
    assertThat(asked).hasSize(12).allMatch(host -> host.startsWith("web"));
  }

  @Test
  void aServiceIsSharedWhereNoRoleIs() throws InterruptedException {
    assertThat(facts(compare("", "app", 12), "web03").path("shared").get(0).asText())
        .isEqualTo("app");
  }

  @Test
  void ofVeryManyHostsTheTargetAndTheFirstAreAsked() throws InterruptedException {
    JsonNode facts = facts(compare("web", "app", 500), "web450");
    assertThat(facts.path("sharing").asInt()).isEqualTo(500);
    assertThat(facts.path("asked").asInt()).isEqualTo(CompareRole.HOSTS_MAX);
    assertThat(asked).contains("web450");
  }

  @Test
  void fewHostsHaveNothingUsual() {
    CompareRole three = compare("web", "app", 3);
    assertThat(three.appliesTo(host("web01", "web", "app"))).isFalse();
  }

  @Test
  void whatIsNotALineForEachHostIsUnreadable() {
    assertThat(compare("web", "app", 12).read(call("web01"), RawOutput.of("{\"ho"), CONTEXT))
        .isInstanceOfSatisfying(
            ToolAnswer.Failed.class,
            failed -> assertThat(failed.kind()).isEqualTo(FailureKind.UNREADABLE));
  }

  private static ToolCall call(String target) {
    return ToolCall.of("compare", target, Map.of("tool", "uptime"));
  }

  private static JsonNode facts(CompareRole compare, String target) throws InterruptedException {
    RawOutput raw = ((Fetched.Output) compare.fetch(call(target), CONTEXT)).raw();
    return ((ToolAnswer.Observed) compare.read(call(target), raw, CONTEXT)).facts();
  }

  private CompareRole compare(String role, String service, int hosts) {
    List<Target> targets = new ArrayList<>(List.of(host("db01", "db", "postgres")));
    for (int i = 1; i <= hosts; i++) {
      targets.add(host("web%02d".formatted(i), role, service));
    }
    Toolbox toolbox = new Toolbox(List.of(new Telling()));
    return new CompareRole(
        new Inventory(targets),
        toolbox.tools(),
        () -> new ToolRunner(toolbox, new Redaction()),
        FirstContact.NONE,
        Clock.systemUTC(),
        FleetLimits.DEFAULT);
  }

  private static Target host(String name, String role, String service) {
    return new Target(
        name,
        TargetKind.HOST,
        Set.of(),
        role.isEmpty() ? List.of() : List.of(role),
        List.of(service),
        List.of(),
        Map.of());
  }

  /** Tells eight processors of every host but one, and is denied on another. */
  private final class Telling implements Tool {
    record Facts(int cpuCount) {}

    @Override
    public ToolSpec spec() {
      return new ToolSpec(
          "uptime",
          "Tells.",
          List.of(),
          "",
          Facts.class,
          new Basis("told"),
          Set.of(),
          Duration.ZERO,
          Cost.LIGHT);
    }

    @Override
    public boolean appliesTo(Target target) {
      return true;
    }

    @Override
    public Fetched fetch(ToolCall call, CallContext context) {
      asked.add(call.target());
      askers.add(context.investigation());
      return call.target().equals("web07")
          ? new Fetched.Settled(new ToolAnswer.Denied("it is strained"))
          : new Fetched.Output(RawOutput.of(call.target()));
    }

    @Override
    public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
      return new ToolAnswer.Observed(Json.tree(new Facts(call.target().equals("web03") ? 2 : 8)));
    }
  }
}
