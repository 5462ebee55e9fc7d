package dev.shindan.agent.tool;

/** What the tools over a metric store are asked with alike. */
final class MetricArguments {
  static final String NAME_PATTERN = "[a-zA-Z_:][a-zA-Z0-9_:]{0,99}";

  private MetricArguments() {}

  static Argument metric() {
    return Argument.text("metric", "the name of the metric, or how it begins", NAME_PATTERN);
  }

  static Argument minutes(String purpose, MetricChangesSettings settings) {
    return Argument.number("minutes", purpose, settings.minutesBefore(), 1, 1440);
  }

  /**
   * How the series of a target are selected, for the reader.
   *
   * @param names the condition on the name of the metric
   */
  static String selector(String names, MetricChangesSettings settings) {
    return "{LABEL=~\"(ADDRESS|…)(:[0-9]+)?\", %s} for each LABEL of %s"
        .formatted(names, settings.addressLabels());
  }
}
