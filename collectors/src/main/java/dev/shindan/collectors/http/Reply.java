package dev.shindan.collectors.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.Selection.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What came back from a store. */
public sealed interface Reply {
  /** Status 200 with a whole body. */
  record Body(byte[] bytes) implements Reply {
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The body as JSON; empty when it is none. */
    public Optional<JsonNode> json() {
      try {
        JsonNode tree = Json.MAPPER.readTree(bytes);
        return Optional.ofNullable(tree).filter(found -> !found.isMissingNode());
      } catch (IOException garbage) {
        return Optional.empty();
      }
    }
  }

  /**
   * No answer that could be read.
   *
   * @param status of HTTP; 0 when there was no answer at all
   * @param body what came with the status, at most the allowed bytes
   */
  record Nothing(Reason reason, String detail, int status, byte[] body) implements Reply {}

  /** One line of at most 300 characters. */
  static String shortened(String text) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }
}
