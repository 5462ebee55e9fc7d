package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The TCP ports a host listens on, with their accept queues. */
record SocketsListen(Optional<Double> maxQueueUsedPercent, List<Listener> listeners) {
  /**
   * @param localAddress without the interface it is bound to
   * @param receiveQueue connections that wait to be accepted
   * @param backlog how many may wait; netstat does not say
   * @param process who listens, where we may see it
   */
  record Listener(
      String localAddress,
      int port,
      long receiveQueue,
      Optional<Long> backlog,
      Optional<Double> queueUsedPercent,
      Optional<String> process,
      Optional<Integer> pid,
      String line) {}

  static Question question() {
    return Question.fixed(
        "sockets_listen",
        "Which TCP ports are listened on, by whom, and how full their accept queues are.",
        SocketsListen.class,
        "socket_table",
        Set.of(Coverage.SATURATION),
        SocketsListen::read,
        Command.of("/usr/bin/ss", "-Hltnp"));
  }

  /** Silence is an answer: nothing listens. */
  private static SocketsListen read(Reading reading) {
    if (reading.section(0).cut()) {
      reading.whole(0);
    }
    SocketTable table = SocketTable.of(reading.section(0).lines());
    List<Listener> listeners = new ArrayList<>();
    for (SocketRow row : table.rows()) {
      if (row.listening()) {
        listeners.add(listener(row, table.backlogShown()));
      } else if (!row.line().startsWith("tcp")) {
        // ss was asked for listeners only; with a column of kinds it was asked for more
        throw new UnreadableOutput("the state LISTEN", row.line());
      }
    }
    Optional<Double> fullest =
        listeners.stream()
            .flatMap(listener -> listener.queueUsedPercent().stream())
            .max(Double::compare);
    return new SocketsListen(
        listeners.isEmpty() ? Optional.of(0.0) : fullest, List.copyOf(listeners));
  }

  private static Listener listener(SocketRow row, boolean backlogShown) {
    return new Listener(
        row.localAddress().replaceFirst("%.*", ""),
        row.localPort(),
        row.receiveQueue(),
        backlogShown ? Optional.of(row.sendQueue()) : Optional.empty(),
        backlogShown
            ? Optional.of(Cells.percent(row.receiveQueue(), row.sendQueue()))
            : Optional.empty(),
        row.process(),
        row.pid(),
        row.line());
  }
}
