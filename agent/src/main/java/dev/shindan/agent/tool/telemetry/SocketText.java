package dev.shindan.agent.tool.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.shindan.agent.model.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code socket_map} came to, as the last part of a raw output: a line {@code === socket_map
 * HEADER} with the header as JSON, then what it printed. No line of {@link SpanText} begins like
 * that, so the first such line is ours whatever was printed behind it.
 *
 * @param printed empty when there was none
 */
record SocketText(Header header, String printed) {
  static final String PRINTED = "printed";
  static final String NOT_ASKED = "not asked: ";

  private static final String MARK = "=== " + HostSockets.TOOL + " ";

  /**
   * @param at of the reading
   * @param said {@code printed}, or what happened instead
   * @param loginPort by which the target itself is logged in to over SSH
   * @param unusualLoginPorts by which other targets are
   * @param ownPid of Shindan, where it runs on the target
   */
  record Header(
      Instant at,
      String said,
      Optional<Integer> loginPort,
      List<Integer> unusualLoginPorts,
      Optional<Long> ownPid) {
    Header {
      unusualLoginPorts = List.copyOf(unusualLoginPorts);
    }

    Header saying(String other) {
      return new Header(at, other, loginPort, unusualLoginPorts, ownPid);
    }
  }

  /**
   * A raw output in its two parts.
   *
   * @param sockets empty where nobody thought of asking for them, as in older recordings
   * @param readable false when there is a part about sockets and its first line is broken
   */
  record Parts(String spans, Optional<SocketText> sockets, boolean readable) {}

  /**
   * The part. Half a table would turn servers into clients, so one that does not fit is left out
   * whole.
   *
   * @param bytesMax for what was printed
   */
  String written(int bytesMax) {
    int bytes = printed.getBytes(StandardCharsets.UTF_8).length;
    boolean fits = bytes <= bytesMax;
    Header said =
        fits
            ? header
            : header.saying(
                "left out: %d bytes do not fit beside the spans; ask %s alone"
                    .formatted(bytes, HostSockets.TOOL));
    return MARK + Json.write(said) + "\n" + (fits ? printed : "");
  }

  static Parts split(String text) {
    int mark = text.startsWith(MARK) ? 0 : text.indexOf("\n" + MARK) + 1;
    if (mark == 0 && !text.startsWith(MARK)) {
      return new Parts(text, Optional.empty(), true);
    }
    int end = text.indexOf('\n', mark);
    String line = text.substring(mark + MARK.length(), end < 0 ? text.length() : end);
    Optional<SocketText> sockets =
        header(line).map(said -> new SocketText(said, end < 0 ? "" : text.substring(end + 1)));
    return new Parts(text.substring(0, mark), sockets, sockets.isPresent());
  }

  private static Optional<Header> header(String line) {
    try {
      return Optional.ofNullable(Json.MAPPER.readValue(line, Header.class))
          .filter(said -> said.at() != null && said.said() != null);
    } catch (JsonProcessingException | IllegalArgumentException broken) {
      return Optional.empty();
    }
  }
}
