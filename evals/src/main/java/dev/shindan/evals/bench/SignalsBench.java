package dev.shindan.evals.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The speed of the analysis of signals. */
public final class SignalsBench {
  private static final List<Measurement> ALL =
      List.of(new LogTemplateSpeed(), new ReductionSpeed(), new RankingSpeed());

  private SignalsBench() {}

  /** All figures by name. */
  public static Map<String, Object> run(Consumer<String> tell) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("bench", "signals");
    for (Measurement measurement : ALL) {
      figures.putAll(measurement.measure(tell));
    }
    return figures;
  }
}
