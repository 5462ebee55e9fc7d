package dev.shindan.agent.tool;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the name of a metric tells by the naming rules of Prometheus and of older exporters. */
record MetricName(String name) {
  /** Counters of exporters that pass on the kernel's or the database's own names. */
  private static final Pattern OLDER_COUNTER =
      Pattern.compile(
          "node_netstat_(?!Tcp_CurrEstab).*|node_vmstat_(pg|psw|oom|thp).*"
              + "|pg_stat_(database_(xact|blks|tup|conflicts|temp|deadlocks).*|bgwriter_.*)");

  private static final Pattern LATENCY = Pattern.compile("duration|latenc|response_?time");
  private static final Pattern ERROR = Pattern.compile("error|fail|5xx|exception");

  /** What exporters tell of their own work. */
  private static final Pattern MONITORING =
      Pattern.compile("scrape_.*|promhttp_.*|[a-z]+_(exporter_)?scrapes?_.*|[a-z]+_exporter_.*");

  /** Whether it measures the measuring; when that is slow, so is what is measured. */
  boolean ofMonitoring() {
    return MONITORING.matcher(name).matches();
  }

  /** The names of sums and counts are for the caller to tell: gauges end in {@code _count} too. */
  boolean counter() {
    return name.endsWith("_total") || OLDER_COUNTER.matcher(name).matches();
  }

  boolean latency() {
    return LATENCY.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  boolean error() {
    return ERROR.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** {@code sum} for {@code x_count}, {@code count} for {@code x_sum}, with the name's stem. */
  String withEnding(String ending, String instead) {
    return name.substring(0, name.length() - ending.length()) + instead;
  }

  /** The unit that the name ends in, empty when none; without the "per second" of a rate. */
  String unit() {
    String stem = name.replaceFirst("_(total|sum|count|mean|max|min|avg)$", "");
    for (String unit :
        new String[] {
          "milliseconds", "seconds", "bytes", "ratio", "percent", "celsius", "volts", "hertz"
        }) {
      if (stem.endsWith("_" + unit) || stem.endsWith("_" + unit + "_sum")) {
        return unit;
      }
    }
    return stem.endsWith("_ms") ? "milliseconds" : "";
  }
}
