package dev.shindan.collectors.host.logs;

import dev.shindan.agent.model.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A window of time as an extended regular expression that fits the stamps programs write: a window
 * up to two hours by its minutes, a longer one by its hours.
 */
final class Minutes {
  private static final Duration BY_MINUTE_MAX = Duration.ofHours(2);

  /** ISO with T, blank or underscore, with slashes, syslog, and the web servers'. */
  private static final List<String> WRITTEN =
      List.of("yyyy-MM-dd'[T _]'HH", "yyyy/MM/dd HH", "dd/MMM/yyyy:HH", "MMM dd HH");

  private Minutes() {}

  /**
   * @param local the clock of the host; UTC is tried as well
   */
  static String pattern(Window window, ZoneOffset local) {
    boolean byMinute = window.length().compareTo(BY_MINUTE_MAX) <= 0;
    Duration step = byMinute ? Duration.ofMinutes(1) : Duration.ofHours(1);
    Set<String> stamps = new LinkedHashSet<>();
    for (ZoneOffset zone : new LinkedHashSet<>(List.of(local, ZoneOffset.UTC))) {
      Instant at = Instant.ofEpochSecond(floor(window.start(), step, zone));
      for (; !at.isAfter(window.end()); at = at.plus(step)) {
        OffsetDateTime time = at.atOffset(zone);
        for (String written : WRITTEN) {
          stamps.add(stamp(time, byMinute ? written + ":mm:" : written + ":"));
        }
      }
    }
    stamps.add(sinceEpoch(window, byMinute ? 100 : 10_000));
    return "(" + String.join("|", stamps) + ")";
  }

  /** Seconds, or milliseconds and finer, as JSON loggers write them: by their first digits. */
  private static String sinceEpoch(Window window, long unit) {
    Set<String> beginnings = new LinkedHashSet<>();
    long last = window.end().getEpochSecond() / unit;
    for (long at = window.start().getEpochSecond() / unit; at <= last; at++) {
      beginnings.add(Long.toString(at));
    }
    return "[:= \"](" + String.join("|", beginnings) + ")[0-9]";
  }

  /** syslog pads the day of the month with a blank. */
  private static String stamp(OffsetDateTime time, String written) {
    String stamp = DateTimeFormatter.ofPattern(written, Locale.ROOT).format(time);
    return written.startsWith("MMM") && stamp.charAt(4) == '0'
        ? stamp.substring(0, 4) + ' ' + stamp.substring(5)
        : stamp;
  }

  private static long floor(Instant start, Duration step, ZoneOffset zone) {
    long shifted = start.getEpochSecond() + zone.getTotalSeconds();
    return Math.floorDiv(shifted, step.toSeconds()) * step.toSeconds() - zone.getTotalSeconds();
  }
}
