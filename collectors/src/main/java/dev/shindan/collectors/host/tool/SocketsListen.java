package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The TCP ports a host listens on, with their accept queues. */
record SocketsListen(double maxQueueUsedPercent, List<Listener> listeners) {
  private static final Pattern OWNER = Pattern.compile("\\(\\(\"([^\"]{1,64})\",pid=(\\d{1,9})");

  /**
   * @param receiveQueue connections that wait to be accepted
   * @param backlog how many may wait
   * @param process who listens, where we may see it
   */
  record Listener(
      String localAddress,
      int port,
      long receiveQueue,
      long backlog,
      double queueUsedPercent,
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
    List<Listener> listeners = new ArrayList<>();
    double fullest = 0;
    if (reading.section(0).cut()) {
      reading.whole(0);
    }
    for (String line : reading.section(0).lines()) {
      SocketRow row = SocketRow.of(line);
      if (!row.listening()) {
        throw new UnreadableOutput("the state LISTEN", line);
      }
      Matcher owner = OWNER.matcher(row.rest());
      boolean seen = owner.find();
      double used = Cells.percent(row.receiveQueue(), row.sendQueue());
      listeners.add(
          new Listener(
              row.localAddress(),
              row.localPort(),
              row.receiveQueue(),
              row.sendQueue(),
              used,
              seen ? Optional.of(owner.group(1)) : Optional.empty(),
              seen ? Optional.of(Cells.small(owner.group(2), line)) : Optional.empty(),
              line));
      fullest = Math.max(fullest, used);
    }
    return new SocketsListen(fullest, List.copyOf(listeners));
  }
}
