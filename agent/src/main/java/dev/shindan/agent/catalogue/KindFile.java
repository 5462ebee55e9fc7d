package dev.shindan.agent.catalogue;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Strength;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fault kind as it is written in {@code config/faults/*.yaml}. */
record KindFile(
    String id,
    String name,
    String domain,
    double prior,
    @Nullable List<String> alerts,
    @Nullable List<String> explains,
    @Nullable List<CheckFile> checks,
    String remedy) {
  KindFile {
    require(id, "id");
    require(name, "name");
    require(domain, "domain");
    require(remedy, "remedy");
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("id '" + id + "' must be lower case words with dashes");
    }
    if (!(prior > 0 && prior < 1)) {
      throw new IllegalArgumentException("prior must lie between 0 and 1, not " + prior);
    }
    if (checks == null || checks.isEmpty()) {
      throw new IllegalArgumentException("checks: at least one is needed");
    }
    alerts = alerts == null ? List.of() : List.copyOf(alerts);
    explains = explains == null ? List.of() : List.copyOf(explains);
    checks = List.copyOf(checks);
  }

  /** One check as it is written. */
  record CheckFile(
      String id,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES) On on,
      String tool,
      @Nullable Map<String, String> arguments,
      @Nullable String each,
      @Nullable String where,
      String when,
      @Nullable String known,
      WeightFile then,
      WeightFile otherwise,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES)
          @Nullable Severity severity,
      String basis,
      String sentence,
      @Nullable String sentenceOtherwise,
      @Nullable String threshold,
      @Nullable String component,
      @Nullable String quote,
      @Nullable Boolean symptom,
      @Nullable Boolean noRowsIsNo,
      String source) {
    CheckFile {
      require(id, "id");
      require(on, "on");
      require(tool, "tool");
      require(when, "when");
      require(then, "then");
      require(otherwise, "otherwise");
      require(basis, "basis");
      require(sentence, "sentence");
      require(source, "source");
      symptom = symptom != null && symptom;
      noRowsIsNo = noRowsIsNo != null && noRowsIsNo;
      arguments = arguments == null ? Map.of() : Map.copyOf(arguments);
      if (each == null && (where != null || component != null)) {
        throw new IllegalArgumentException("check " + id + ": where and component need each");
      }
    }
  }

  /** What one side of a check says. */
  record WeightFile(
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES) Bearing bearing,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES) Strength strength) {
    WeightFile {
      require(bearing, "bearing");
      require(strength, "strength");
    }
  }

  private static void require(@Nullable Object value, String key) {
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
  }
}
