package dev.shindan.collectors.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Selection.Unavailable;
import dev.shindan.agent.source.Series;
import dev.shindan.collectors.http.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the JSON body of {@code /api/v1/query_range}. */
final class RangeAnswer {
  private final String origin;
  private final int seriesMax;

  RangeAnswer(String origin, int seriesMax) {
    this.origin = origin;
    this.seriesMax = seriesMax;
  }

  /** A body that does not have the documented shape is {@code UNREADABLE}, never "no series". */
  Selection read(byte[] body) {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(body);
    } catch (JsonProcessingException wrong) {
      return unreadable("the answer is not JSON: " + wrong.getOriginalMessage());
    } catch (IOException wrong) {
      return unreadable("the answer is not JSON");
    }
    if (root.path("status").asText().equals("error")) {
      return error(root);
    }
    JsonNode result = root.path("data").path("result");
    if (!root.path("status").asText().equals("success")
        || !root.path("data").path("resultType").asText().equals("matrix")
        || !result.isArray()) {
      return unreadable("the answer is JSON but no range of series");
    }
    return series(root, result);
  }

  private Selection series(JsonNode root, JsonNode result) {
    boolean complete =
        root.path("warnings").isEmpty()
            && !root.path("isPartial").asBoolean(false)
            && result.size() <= seriesMax;
    List<Series> found = new ArrayList<>();
    for (JsonNode one : result) {
      if (found.size() == seriesMax) {
        break;
      }
      if (!one.path("values").isArray()) {
        complete = false; // a native histogram: not understood, so something is left out
        continue;
      }
      Optional<Series> series = series(one);
      if (series.isEmpty()) {
        return unreadable("a series in the answer is not labels with pairs of time and value");
      }
      if (series.get().values().length > 0) {
        found.add(series.get());
      }
    }
    return new Selection.Found(found, complete, origin);
  }

  /** NaN and the infinities say "no value here" and are left out, so that they show as gaps. */
  private static Optional<Series> series(JsonNode one) {
    if (!one.path("metric").isObject()) {
      return Optional.empty();
    }
    Map<String, String> labels = new HashMap<>();
    one.path("metric").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    JsonNode pairs = one.path("values");
    long[] times = new long[pairs.size()];
    double[] values = new double[pairs.size()];
    int kept = 0;
    for (JsonNode pair : pairs) {
      if (!pair.path(0).isNumber() || !pair.path(1).isTextual()) {
        return Optional.empty();
      }
      Optional<Double> value = number(pair.path(1).asText());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      if (Double.isFinite(value.get())) {
        times[kept] = Math.round(pair.path(0).asDouble() * 1000);
        values[kept++] = value.get();
      }
    }
    return Optional.of(
        new Series(
            labels, java.util.Arrays.copyOf(times, kept), java.util.Arrays.copyOf(values, kept)));
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(
          switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
          });
    } catch (NumberFormatException wrong) {
      return Optional.empty();
    }
  }

  private Unavailable error(JsonNode root) {
    String type = root.path("errorType").asText("unknown");
    Reason reason = type.equals("timeout") ? Reason.TIMED_OUT : Reason.UNREADABLE;
    return new Unavailable(
        reason,
        origin + " answered error " + type + ": " + Reply.shortened(root.path("error").asText()));
  }

  private Unavailable unreadable(String why) {
    return new Unavailable(Reason.UNREADABLE, origin + ": " + Reply.shortened(why));
  }
}
