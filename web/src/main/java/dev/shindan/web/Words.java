package dev.shindan.web;

import dev.shindan.agent.model.Strength;
import dev.shindan.agent.model.Verdict;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** How numbers, times and verdicts are written on the pages. */
final class Words {
  /** Longer quotes would make links that servers on the way refuse. */
  private static final int QUOTE_IN_LINK_MAX = 1_000;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  /** The time of day in UTC, where the day is told elsewhere. */
  static String clock(Instant at) {
    return CLOCK.format(at);
  }

  static String moment(Instant at) {
    return MOMENT.format(at);
  }

  static String span(Duration length) {
    double seconds = Math.max(0, length.toMillis() / 1000.0);
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (seconds < 120) {
      return Math.round(seconds) + " s";
    }
    long rest = (long) (seconds % 60);
    return (long) (seconds / 60) + " min" + (rest == 0 ? "" : " " + rest + " s");
  }

  static String seconds(double seconds) {
    return span(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  static String percent(double probability) {
    return Math.round(probability * 100) + " %";
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
  }

  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    return bytes < 1024 * 1024
        ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / 1024.0 / 1024.0);
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String adverb(Strength strength) {
    return switch (strength) {
      case WEAK -> "weakly";
      case MODERATE -> "moderately";
      case STRONG -> "strongly";
      case DECISIVE -> "decisively";
    };
  }

  static String bottomLine(Verdict verdict) {
    return switch (verdict.outcome()) {
      case ROOT_CAUSE ->
          verdict.causes().stream()
              .map(
                  cause ->
                      cause.kind()
                          + " on "
                          + cause.target()
                          + " ("
                          + percent(cause.probability())
                          + ")")
              .collect(Collectors.joining(" and ", "root cause: ", ""));
      case INCONCLUSIVE -> "inconclusive";
      case NO_FAULT -> "no fault found";
    };
  }

  /** Where the output behind an entry can be read, with the quote in sight. */
  static String rawLink(String investigation, long entry, String quote) {
    String page = "/investigations/" + investigation + "/entries/" + entry + "/raw";
    return quote.isBlank() || quote.length() > QUOTE_IN_LINK_MAX
        ? page + "#quote"
        : page + "?quote=" + URLEncoder.encode(quote, StandardCharsets.UTF_8) + "#quote";
  }
}
