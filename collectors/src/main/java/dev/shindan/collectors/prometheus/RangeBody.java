package dev.shindan.collectors.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in a body of {@code /api/v1/query_range}, read as a stream: no more of it is kept
 * than the series that are wanted, however many there are.
 */
final class RangeBody {
  private final int seriesMax;
  private final List<Series> series = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private String status = "";
  private String resultType = "";
  private String errorType = "unknown";
  private String error = "";
  private boolean result;
  private boolean partial;
  private int leftOut;
  private int notUnderstood;

  private RangeBody(int seriesMax) {
    this.seriesMax = seriesMax;
  }

  /** A body that is JSON of another shape. */
  static final class Misshapen extends IOException {
    private static final long serialVersionUID = 1L;

    private final String why;

    Misshapen(String why) {
      super(why);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /**
   * @param seriesMax series that are kept; those after them are counted
   * @throws com.fasterxml.jackson.core.JsonProcessingException when it is no JSON, or ends early
   * @throws Misshapen when a series is not labels with pairs of time and value
   */
  static RangeBody read(byte[] body, int seriesMax) throws IOException {
    RangeBody read = new RangeBody(seriesMax);
    try (JsonParser parser = Json.MAPPER.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        read.root(parser);
      }
    }
    return read;
  }

  boolean failed() {
    return status.equals("error");
  }

  /** Whether it is the answer to a question for a range of series. */
  boolean holdsRange() {
    return status.equals("success") && resultType.equals("matrix") && result;
  }

  String errorType() {
    return errorType;
  }

  String error() {
    return error;
  }

  /** Those of which no sample has a value are among them, without samples. */
  List<Series> series() {
    return List.copyOf(series);
  }

  /** Series after as many as are kept. */
  int leftOut() {
    return leftOut;
  }

  /** Series without plain samples, as native histograms are. */
  int notUnderstood() {
    return notUnderstood;
  }

  /** Whether the store marked its answer as partial. */
  boolean partial() {
    return partial;
  }

  /** Warnings and remarks of the store. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  private void root(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "status" -> status = text(parser);
        case "errorType" -> errorType = text(parser);
        case "error" -> error = text(parser);
        case "isPartial" -> partial = value == JsonToken.VALUE_TRUE;
        case "warnings", "infos" -> remarks(parser, value);
        case "data" -> data(parser, value);
        default -> parser.skipChildren();
      }
    }
  }

  private static String text(JsonParser parser) throws IOException {
    parser.skipChildren();
    return parser.getValueAsString("");
  }

  private void remarks(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      remarks.add(text(parser));
    }
  }

  private void data(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken part = parser.nextToken();
      if (name.equals("resultType")) {
        resultType = text(parser);
      } else if (name.equals("result") && part == JsonToken.START_ARRAY) {
        result = true;
        rows(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void rows(JsonParser parser) throws IOException {
    for (JsonToken row = parser.nextToken(); row != JsonToken.END_ARRAY; row = parser.nextToken()) {
      if (series.size() == seriesMax) {
        leftOut++;
        parser.skipChildren();
      } else if (row == JsonToken.START_OBJECT) {
        row(parser);
      } else {
        // of another type of result, where rows are no objects
        notUnderstood++;
        parser.skipChildren();
      }
    }
  }

  private void row(JsonParser parser) throws IOException {
    Map<String, String> labels = new HashMap<>();
    boolean labelled = false;
    Samples samples = new Samples();
    boolean sampled = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("metric") && value == JsonToken.START_OBJECT) {
        labelled = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String label = parser.currentName();
          parser.nextToken();
          labels.put(label, text(parser));
        }
      } else if (name.equals("values") && value == JsonToken.START_ARRAY) {
        sampled = true;
        samples.read(parser);
      } else {
        parser.skipChildren();
      }
    }
    if (!sampled) {
      notUnderstood++;
    } else if (labelled) {
      series.add(samples.of(labels));
    } else {
      throw new Misshapen("a series in the answer has no labels");
    }
  }

  /** The samples of one series; NaN and the infinities say "no value here" and are left out. */
  private static final class Samples {
    private long[] times = new long[128];
    private double[] values = new double[128];
    private int kept;

    void read(JsonParser parser) throws IOException {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        require(parser.currentToken() == JsonToken.START_ARRAY);
        require(parser.nextToken().isNumeric());
        double seconds = parser.getDoubleValue();
        require(parser.nextToken() == JsonToken.VALUE_STRING);
        double value = number(parser.getText());
        require(parser.nextToken() == JsonToken.END_ARRAY);
        if (Double.isFinite(value)) {
          keep(Math.round(seconds * 1000), value);
        }
      }
    }

    private void keep(long time, double value) {
      if (kept == times.length) {
        times = Arrays.copyOf(times, 2 * kept);
        values = Arrays.copyOf(values, 2 * kept);
      }
      times[kept] = time;
      values[kept++] = value;
    }

    Series of(Map<String, String> labels) {
      return new Series(labels, Arrays.copyOf(times, kept), Arrays.copyOf(values, kept));
    }

    private static void require(boolean fits) throws Misshapen {
      if (!fits) {
        throw new Misshapen("a series in the answer is not labels with pairs of time and value");
      }
    }

    private static double number(String text) throws Misshapen {
      try {
        return switch (text) {
          case "NaN" -> Double.NaN;
          case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
          case "-Inf" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(text);
        };
      } catch (NumberFormatException wrong) {
        throw new Misshapen("a sample in the answer is no number");
      }
    }
  }
}
