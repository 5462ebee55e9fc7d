package dev.shindan.agent.tool.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which connections of {@code app1} are edges, and in which direction. */
final class SocketEdgesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T13:15:00Z");
  private static final Inventory INVENTORY =
      new Inventory(
          List.of(
              target("lb", "10.0.0.10"),
              target("app1", "10.0.0.11"),
              target("db", "2001:db8::20"),
              target("mq", "10.0.0.30")));

  /** By port 2222 on the host itself, by 2200 on some other one; Shindan is process 77 here. */
  private static final SocketText.Header HERE =
      new SocketText.Header(
          NOW, SocketText.PRINTED, Optional.of(2222), List.of(2200, 2222), Optional.of(77L));

  private static final SocketText.Header ELSEWHERE =
      new SocketText.Header(
          NOW, SocketText.PRINTED, Optional.of(2222), List.of(2200, 2222), Optional.empty());

  private static Target target(String name, String address) {
    return new Target(
        name, TargetKind.HOST, Set.of(address), List.of(), List.of(), List.of(), Map.of());
  }

  /** A row of the facts of {@code socket_map}, by process 77. */
  static String edge(
      boolean serving,
      String peer,
      int port,
      int connections,
      String process,
      int localPort,
      int peerPort) {
    return ("{\"serving\":%s,\"peer\":\"%s\",\"port\":%d,\"connections\":%d,\"process\":\"%s\","
            + "\"pid\":77,\"line\":\"ESTAB      0      0      10.0.0.11:%d   %s:%d \"}")
        .formatted(serving, peer, port, connections, process, localPort, peer, peerPort);
  }

  private static SocketEdges read(SocketText.Header header, String edge) {
    String facts = "{\"connectionCount\":0,\"cut\":false,\"edges\":[" + edge + "]}";
    return SocketEdges.of(Json.read(facts, JsonNode.class), "app1", header, INVENTORY);
  }

  @ParameterizedTest
  @CsvSource({
    "true,  10.0.0.10,    8080, nginx, lb>app1",
    "true,  10.0.0.10,    8080, '',    lb>app1",
    "true,  2001:db8::20, 8080, '',    db>app1",
    "false, 2001:db8::20, 5432, app,   app1>db",
    "false, 203.0.113.9,  443,  app,   app1>203.0.113.9",
    "true,  10.0.0.10,    2200, node,  lb>app1",
    "true,  10.0.0.10,    2200, '',    lb>app1",
    "false, 10.0.0.30,    2222, app,   app1>mq",
  })
  void aConnectionWithATargetOrWithAServerIsAnEdge(
      boolean serving, String peer, int port, String process, String edge) {
    String row =
        edge(serving, peer, port, 3, process, serving ? port : 41_000, serving ? 40_000 : port);
    SocketEdges edges = read(ELSEWHERE, row);

    assertThat(edges.edges())
        .extracting(one -> one.caller() + ">" + one.callee())
        .containsExactly(edge);
    assertThat(edges.edges().getFirst().calls()).isEqualTo(3);
    assertThat(edges.edges().getFirst().lastSeen()).contains(NOW);
    assertThat(edges.lines()).hasSize(1);
    assertThat(edges.logins()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "true,  10.0.0.10,    22,   ''",
    "true,  203.0.113.5,  22,   ''",
    "true,  10.0.0.10,    2222, ''",
    "true,  10.0.0.10,    2022, sshd-session",
    "false, 2001:db8::20, 22,   java",
    "false, 203.0.113.9,  22,   git",
    "false, 2001:db8::20, 2200, sshd",
    "false, 2001:db8::20, 2200, ''",
  })
  void aLoginIsNoEdge(boolean serving, String peer, int port, String process) {
    String row =
        edge(serving, peer, port, 3, process, serving ? port : 41_000, serving ? 40_000 : port);
    SocketEdges edges = read(ELSEWHERE, row);

    assertThat(edges.edges()).isEmpty();
    assertThat(edges.logins()).isEqualTo(3);
    assertThat(edges.unknownClients()).isZero();
  }

  @Test
  void shindanItselfOnTheHostIsNoDependencyOfIt() {
    String row = edge(false, "10.0.0.30", 9090, 2, "java", 41_000, 9090);

    assertThat(read(HERE, row).edges()).isEmpty();
    assertThat(read(HERE, row).logins()).isEqualTo(2);
    assertThat(read(ELSEWHERE, row).edges()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "127.0.0.53", "::1", "10.0.0.11"})
  void theHostIsNoDependencyOfItself(String peer) {
    assertThat(read(ELSEWHERE, edge(true, peer, 6379, 9, "", 6379, 40_000)))
        .isEqualTo(SocketEdges.none(true));
    assertThat(read(ELSEWHERE, edge(false, peer, 6379, 9, "", 41_000, 6379)))
        .isEqualTo(SocketEdges.none(true));
  }

  @ParameterizedTest
  @CsvSource({"203.0.113.5", "fe80::1%eth0", "2001:db8::21"})
  void aClientThatNobodyKnowsIsCounted(String peer) {
    SocketEdges edges = read(ELSEWHERE, edge(true, peer, 8080, 7, "", 8080, 40_000));

    assertThat(edges.edges()).isEmpty();
    assertThat(edges.unknownClients()).isEqualTo(7);
  }

  /** What a crashed service leaves behind looks like calls to the ports of its clients. */
  @ParameterizedTest
  @CsvSource({
    "10.0.0.10,   8080,  40001, lb>app1",
    "10.0.0.30,   41000, 50051, app1>mq",
    "10.0.0.30,   5000,  5432,  app1>mq",
  })
  void whereTheListenerIsGoneTheChosenPortTellsTheClient(
      String peer, int localPort, int peerPort, String edge) {
    SocketEdges edges = read(ELSEWHERE, edge(false, peer, peerPort, 1, "", localPort, peerPort));

    assertThat(edges.edges())
        .extracting(one -> one.caller() + ">" + one.callee())
        .containsExactly(edge);
  }
}
