package dev.shindan.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads request bodies; what does not fit is one line. */
final class Bodies {
  private static final int TEXT_LENGTH_MAX = 4_000;
  private static final int AUTHOR_LENGTH_MAX = 80;

  /** How long the rest of a refused body is waited for. */
  private static final Duration DROPPED_FOR_MAX = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Bodies.class);

  private Bodies() {}

  /** A declared length is refused before the body is taken in. */
  static void checkSize(Context request, long bytesMax) {
    if (request.contentLength() > bytesMax) {
      throw new ContentTooLargeResponse("the body is larger than " + bytesMax + " bytes");
    }
  }

  /**
   * Reads what was not read of a refused request and drops it: a sender that is still writing when
   * the connection ends sees a broken pipe instead of the answer (RFC 9112, 9.6).
   */
  static void dropRest(Context request, long bytesMax) {
    if (request.header("Expect") != null) {
      return; // it sends nothing before it is asked to
    }
    long untilNanos = System.nanoTime() + DROPPED_FOR_MAX.toNanos();
    byte[] dropped = new byte[8192];
    try {
      InputStream body = request.req().getInputStream();
      long left = bytesMax;
      int read = 0;
      // who sends it drop by drop, perhaps without a token, is not waited for
      while (read >= 0 && left > 0 && System.nanoTime() < untilNanos) {
        left -= read;
        read = body.read(dropped);
      }
    } catch (IOException gone) {
      LOG.debug("{} {}: its body ended early", request.method(), request.path(), gone);
    }
  }

  static JsonNode object(Context request) {
    try {
      JsonNode body = Json.MAPPER.readTree(request.bodyAsBytes());
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException malformed) {
      throw new WrongInput("body", "expected JSON: " + malformed.getOriginalMessage());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    throw new WrongInput("body", "expected a JSON object");
  }

  /** A text of a JSON body or of a form. */
  static String text(Context request, String key) {
    if (isForm(request)) {
      return text(key, request.formParam(key));
    }
    JsonNode value = object(request).path(key);
    return text(key, value.isTextual() ? value.textValue() : null);
  }

  static String author(Context request) {
    String author =
        isForm(request)
            ? request.formParam("author")
            : object(request).path("author").asText("operator");
    if (author == null || author.isBlank()) {
      return "operator";
    }
    String name = author.strip();
    return name.substring(0, Math.min(name.length(), AUTHOR_LENGTH_MAX));
  }

  /** Host names: an array of a JSON body, or a form's text parted by spaces or commas. */
  static List<String> hosts(Context request) {
    List<String> hosts = new ArrayList<>();
    if (isForm(request)) {
      String typed = request.formParam("hosts");
      for (String name : (typed == null ? "" : typed).split("[,\\s]+", -1)) {
        if (!name.isBlank()) {
          hosts.add(name);
        }
      }
      return hosts;
    }
    JsonNode listed = object(request).path("hosts");
    if (!listed.isMissingNode() && !listed.isArray()) {
      throw new WrongInput("hosts", "expected an array of host names");
    }
    for (JsonNode name : listed) {
      if (!name.isTextual()) {
        throw new WrongInput("hosts", "expected an array of host names");
      }
      hosts.add(name.textValue());
    }
    return hosts;
  }

  static boolean isForm(Context request) {
    String type = request.contentType();
    return type != null && type.startsWith("application/x-www-form-urlencoded");
  }

  private static String text(String key, @org.jspecify.annotations.Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new WrongInput(key, "expected a text");
    }
    if (value.length() > TEXT_LENGTH_MAX) {
      throw new WrongInput(key, "expected at most " + TEXT_LENGTH_MAX + " characters");
    }
    return value.strip();
  }
}
