package dev.shindan.agent.tool.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
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
import dev.shindan.agent.tool.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The edges of a host by its own connections, beside those of spans and the inventory. */
final class DependentsToolTest {
  private static final Instant NOW = Instant.parse("2026-11-24T13:15:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", NOW.minusSeconds(900), NOW, Duration.ofSeconds(5));
  private static final ToolCall CALL = ToolCall.of(DependentsTool.NAME, "app1");
  private static final Inventory INVENTORY =
      new Inventory(
          List.of(
              target("lb", TargetKind.HOST, "10.0.0.10"),
              target("app1", TargetKind.HOST, "10.0.0.11", "db"),
              target("db", TargetKind.HOST, "2001:db8::20"),
              target("broker", TargetKind.QUEUE, "10.0.0.30")));

  private static Target target(String name, TargetKind kind, String address, String... needs) {
    return new Target(name, kind, Set.of(address), List.of(), List.of(), List.of(needs), Map.of());
  }

  private static String serving(String peer, int port, int connections) {
    return SocketEdgesTest.edge(true, peer, port, connections, "", port, 40_000);
  }

  private static String calling(String peer, int port, int connections) {
    return SocketEdgesTest.edge(false, peer, port, connections, "", 41_000, port);
  }

  /** Never fetched: the tool is not for a host where login is switched off. */
  private static final Fetched NO_LOGIN = new Fetched.Refused("not to be seen");

  /** What {@code socket_map} prints is its facts here; what it cannot do it says. */
  private record Sockets(Fetched fetched) implements Tool {
    static Sockets of(String... edges) {
      return seen(-1, edges);
    }

    static Sockets seen(int connectionCount, String... edges) {
      String text =
          "{\"connectionCount\":%d,\"cut\":false,\"edges\":[\n%s]}\n"
              .formatted(connectionCount, String.join(",\n", edges));
      return new Sockets(new Fetched.Output(RawOutput.of(text)));
    }

    @Override
    public ToolSpec spec() {
      return new ToolSpec(
          HostSockets.TOOL,
          "?",
          List.of(),
          "/usr/bin/ss -Htanp",
          DependentsFacts.Sockets.class,
          new Basis("socket_table"),
          Set.of(),
          Duration.ZERO,
          Cost.LIGHT);
    }

    @Override
    public boolean appliesTo(Target target) {
      return target.kind() == TargetKind.HOST && !fetched.equals(NO_LOGIN);
    }

    @Override
    public Fetched fetch(ToolCall call, CallContext context) {
      assertThat(context.investigation()).isEqualTo("i1");
      assertThat(context.timeout()).isLessThan(CONTEXT.timeout());
      return fetched;
    }

    @Override
    public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
      assertThat(call).isEqualTo(ToolCall.of(HostSockets.TOOL, "app1"));
      try {
        return new ToolAnswer.Observed(Json.MAPPER.readTree(raw.text()));
      } catch (JsonProcessingException broken) {
        return new ToolAnswer.Failed(FailureKind.UNREADABLE, "no facts");
      }
    }
  }

  /** The load balancer calls the application once in a while. */
  private record Calls(boolean down) implements TraceSource {
    @Override
    public Traces find(TraceQuery query, Duration timeout) {
      Instant start = query.window().start();
      return down
          ? new Traces.Unavailable(Reason.TIMED_OUT, "late")
          : new Traces.Found(
              List.of(
                  span(start, "1", Optional.empty(), "lb"),
                  span(start, "2", Optional.of("1"), "app1")),
              true,
              "a list");
    }

    private static Span span(Instant start, String id, Optional<String> parent, String service) {
      return new Span(start.toString(), id, parent, service, "call", start, 1000, false, Map.of());
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  private static final Logins LOGINS = new Logins(Map.of("app1", 2222), Set.of(), 77);

  private static DependentsTool tool(Optional<TraceSource> traces, Sockets sockets) {
    return new DependentsTool(traces, INVENTORY, Optional.of(new HostSockets(sockets, LOGINS)));
  }

  private static DependentsFacts facts(Sockets sockets) throws InterruptedException {
    return facts(tool(Optional.empty(), sockets));
  }

  private static DependentsFacts facts(DependentsTool tool) throws InterruptedException {
    return read(tool, CALL, ((Fetched.Output) tool.fetch(CALL, CONTEXT)).raw());
  }

  private static DependentsFacts read(DependentsTool tool, ToolCall call, RawOutput raw) {
    ToolAnswer answer = tool.read(call, new Redaction().clean(raw), CONTEXT);
    assertThat(answer).isInstanceOf(ToolAnswer.Observed.class);
    return Json.MAPPER.convertValue(((ToolAnswer.Observed) answer).facts(), DependentsFacts.class);
  }

  private static List<String> edges(DependentsFacts facts) {
    return facts.edges().stream()
        .map(
            edge ->
                "%s>%s %s %d"
                    .formatted(edge.caller(), edge.callee(), edge.evidence(), edge.calls()))
        .toList();
  }

  @Test
  void connectionsAreEdgesSeenNowWithTheLineThatShowsThem() throws Exception {
    DependentsFacts facts =
        facts(Sockets.of(serving("10.0.0.10", 8080, 12), calling("10.0.0.30", 5672, 2)));

    assertThat(edges(facts))
        .containsExactly("lb>app1 sockets 12", "app1>broker sockets 2", "app1>db configuration 0");
    assertThat(facts.edges().getFirst().ageSeconds()).contains(0L);
    assertThat(facts.edges().getFirst().line())
        .contains("ESTAB      0      0      10.0.0.11:8080   10.0.0.10:40000");
    assertThat(facts.edges().getLast().line()).isEmpty();
    assertThat(facts.dependents()).containsExactly(new DependentsFacts.Reached("lb", 1));
    assertThat(facts.dependencies())
        .containsExactly(
            new DependentsFacts.Reached("broker", 1), new DependentsFacts.Reached("db", 1));
    assertThat(facts.sockets()).isEqualTo(new DependentsFacts.Sockets("read", 0, 0));
    assertThat(facts.complete()).isTrue();
  }

  @Test
  void whatSeveralSourcesSayStandsOnceForEach() throws Exception {
    DependentsFacts facts =
        facts(
            tool(
                Optional.of(new Calls(false)),
                Sockets.of(
                    serving("10.0.0.10", 8080, 3),
                    serving("10.0.0.10", 8443, 1),
                    calling("2001:db8::20", 5432, 1))));

    assertThat(edges(facts))
        .containsExactly(
            "lb>app1 sockets 4", "lb>app1 span 10", "app1>db configuration 0", "app1>db sockets 1");
    assertThat(facts.edgeCount()).isEqualTo(4);
    assertThat(facts.dependentCount()).isEqualTo(1);
    assertThat(facts.dependencyCount()).isEqualTo(1);
  }

  @Test
  void anUnknownClientAndOurLoginAreCountedAndAnUnknownServerKeepsItsAddress() throws Exception {
    DependentsFacts facts =
        facts(
            Sockets.of(
                serving("203.0.113.5", 8080, 7),
                serving("fe80::1%eth0", 8080, 1),
                calling("203.0.113.9", 443, 2),
                serving("10.0.0.10", 2222, 1)));

    assertThat(facts.sockets()).isEqualTo(new DependentsFacts.Sockets("read", 8, 1));
    assertThat(edges(facts))
        .containsExactly("app1>203.0.113.9 sockets 2", "app1>db configuration 0");
  }

  @Test
  void whatTheHostDoesNotTellIsSaidAndTheRestStands() throws Exception {
    Fetched missing =
        new Fetched.Settled(new ToolAnswer.Failed(FailureKind.NOT_INSTALLED, "no ss\non app1"));
    Fetched denied = new Fetched.Settled(new ToolAnswer.Denied("too many commands"));
    Fetched off = new Fetched.Refused("socket_map is switched off");
    Fetched cut = new Fetched.Output(new RawOutput(new byte[] {'{'}, 9));
    Fetched broken = new Fetched.Output(RawOutput.of("rubbish"));
    Map<Fetched, String> outcomes =
        Map.of(
            missing, "not installed: no ss on app1",
            denied, "denied: too many commands",
            off, "denied: socket_map is switched off",
            NO_LOGIN, "denied: login to app1 is switched off",
            cut, "left out: there are more connections than are kept",
            broken, "unreadable: no facts");
    for (Map.Entry<Fetched, String> each : outcomes.entrySet()) {
      DependentsFacts facts =
          facts(tool(Optional.of(new Calls(false)), new Sockets(each.getKey())));
      assertThat(facts.sockets().outcome()).isEqualTo(each.getValue());
      assertThat(facts.complete()).isFalse();
      assertThat(edges(facts)).containsExactly("lb>app1 span 10", "app1>db configuration 0");
    }
  }

  @Test
  void aTraceStoreThatIsDownLeavesTheConnections() throws Exception {
    DependentsFacts facts =
        facts(tool(Optional.of(new Calls(true)), Sockets.of(serving("10.0.0.10", 80, 1))));

    assertThat(edges(facts)).contains("lb>app1 sockets 1");
    assertThat(facts.complete()).isFalse();
    assertThat(facts.line()).contains("not answered: late");
  }

  @Test
  void connectionsThatTheTableLeftOutAreMissed() throws Exception {
    assertThat(facts(Sockets.seen(3, serving("10.0.0.10", 80, 2))).complete()).isFalse();
    assertThat(facts(Sockets.seen(2, serving("10.0.0.10", 80, 2))).complete()).isTrue();
  }

  @Test
  void whatIsNoHostIsNotAskedAndThatIsComplete() throws Exception {
    DependentsTool tool = tool(Optional.empty(), Sockets.of());
    ToolCall call = ToolCall.of(DependentsTool.NAME, "broker");
    DependentsFacts facts = read(tool, call, ((Fetched.Output) tool.fetch(call, CONTEXT)).raw());

    assertThat(facts.sockets().outcome()).isEqualTo("not asked: broker is no host but a queue");
    assertThat(facts.complete()).isTrue();
    assertThat(facts.dependsOnOthers()).contains(false);
  }

  @Test
  void thatNothingIsNeededIsUnknownWhereNotEverythingWasSeen() throws Exception {
    DependentsTool tool = tool(Optional.empty(), new Sockets(new Fetched.Refused("switched off")));
    ToolCall call = ToolCall.of(DependentsTool.NAME, "lb");
    RawOutput raw = ((Fetched.Output) tool.fetch(call, CONTEXT)).raw();

    assertThat(read(tool, call, raw).dependsOnOthers()).isEmpty();
    assertThat(facts(tool).dependsOnOthers()).contains(true);
  }

  @Test
  void anOlderRecordingIsReadAsItWas() throws Exception {
    DependentsTool before =
        new DependentsTool(Optional.of(new Calls(false)), INVENTORY, Optional.empty());
    RawOutput raw = ((Fetched.Output) before.fetch(CALL, CONTEXT)).raw();
    DependentsFacts facts = read(tool(Optional.empty(), Sockets.of()), CALL, raw);

    assertThat(raw.text()).doesNotContain(HostSockets.TOOL);
    assertThat(edges(facts)).containsExactly("lb>app1 span 10", "app1>db configuration 0");
    assertThat(facts.sockets().outcome()).startsWith("not asked");
    assertThat(facts.complete()).isTrue();
  }

  @Test
  void aBrokenFirstLineAboutSocketsIsNoSilence() {
    String spans = SpanText.write(header(), List.of(), List.of()).text();
    DependentsFacts facts =
        read(
            tool(Optional.empty(), Sockets.of()),
            CALL,
            RawOutput.of(spans + "=== socket_map {\"at\":"));

    assertThat(facts.sockets().outcome()).startsWith("unreadable");
    assertThat(facts.complete()).isFalse();
  }

  private static SpanText.Header header() {
    return new SpanText.Header(NOW, NOW, NOW, true, false, "the inventory", "dependsOn");
  }

  @Test
  void aTableThatDoesNotFitBesideTheSpansIsLeftOutWhole() {
    SocketText.Header said =
        new SocketText.Header(
            NOW, SocketText.PRINTED, Optional.empty(), List.of(), Optional.empty());
    SocketText text = new SocketText(said, "é\n".repeat(100));

    assertThat(text.written(300)).contains("\"printed\"").endsWith("é\n");
    assertThat(text.written(299)).contains("left out: 300 bytes").doesNotContain("é");
  }

  @Test
  void theBusiestAreShownAndTheOthersCounted() throws Exception {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      many.add(calling("198.51.100." + (100 + i), 443, i + 1));
    }
    DependentsFacts facts = facts(Sockets.of(many.toArray(String[]::new)));

    assertThat(facts.edges()).hasSize(8);
    assertThat(facts.edges().getFirst().callee()).isEqualTo("198.51.100.129");
    assertThat(facts.edges()).extracting(DependentsFacts.Edge::calls).endsWith(23L);
    assertThat(facts.edgeCount()).isEqualTo(31);
    assertThat(facts.dependencyCount()).isEqualTo(31);
    assertThat(Json.write(facts).length()).isLessThan(2048);
  }
}
