package dev.shindan.collectors.lines;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the time of a log line near its beginning: ISO 8601, {@code yyyy/MM/dd}, syslog's {@code
 * Nov 24 13:12:56} and the web servers' {@code 24/Nov/2026:13:12:56 +0000}.
 */
public final class WrittenTime {
  private static final int LOOKED_AT = 160;
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final String CLOCK = "(\\d{2}):(\\d{2}):(\\d{2})(?:[.,](\\d{1,9}))?";
  private static final String OFFSET = " ?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2})?";
  private static final Pattern DATE =
      Pattern.compile("(\\d{4})([-/])(\\d{2})\\2(\\d{2})[T _]" + CLOCK + OFFSET);
  private static final Pattern WEB =
      Pattern.compile("(\\d{2})/([A-Z][a-z]{2})/(\\d{4}):" + CLOCK + OFFSET);
  private static final Pattern SYSLOG =
      Pattern.compile("(?:^|[<>\\d ])([A-Z][a-z]{2}) {1,2}(\\d{1,2}) " + CLOCK);

  private final ZoneOffset local;
  private final Instant near;

  /**
   * @param local of a time that is written without an offset
   * @param near about when the line was written; gives the year where none is written
   */
  public WrittenTime(ZoneOffset local, Instant near) {
    this.local = local;
    this.near = near;
  }

  /** The time; empty when none is written that we understand. */
  public Optional<Instant> in(String line) {
    String head = line.substring(0, Math.min(LOOKED_AT, line.length()));
    try {
      Matcher date = DATE.matcher(head);
      if (date.find()) {
        return Optional.of(
            at(date.group(1), date.group(3), date.group(4), date, 5).toInstant(zone(date, 9)));
      }
      Matcher web = WEB.matcher(head);
      if (web.find()) {
        String month = Integer.toString(MONTHS.indexOf(web.group(2)) + 1);
        return Optional.of(at(web.group(3), month, web.group(1), web, 4).toInstant(zone(web, 8)));
      }
      Matcher syslog = SYSLOG.matcher(head);
      return syslog.find() ? Optional.of(nearest(syslog)) : Optional.empty();
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private Instant nearest(Matcher syslog) {
    String month = Integer.toString(MONTHS.indexOf(syslog.group(1)) + 1);
    int year = near.atOffset(local).getYear();
    Instant found = at(Integer.toString(year), month, syslog.group(2), syslog, 3).toInstant(local);
    // a line of late December read in January
    return found.isAfter(near.plusSeconds(30L * 86_400))
        ? at(Integer.toString(year - 1), month, syslog.group(2), syslog, 3).toInstant(local)
        : found;
  }

  private static LocalDateTime at(
      String year, String month, String day, Matcher clock, int firstOfClock) {
    String fraction = clock.group(firstOfClock + 3);
    return LocalDateTime.of(
        Integer.parseInt(year),
        Integer.parseInt(month),
        Integer.parseInt(day),
        Integer.parseInt(clock.group(firstOfClock)),
        Integer.parseInt(clock.group(firstOfClock + 1)),
        Math.min(59, Integer.parseInt(clock.group(firstOfClock + 2))),
        fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
  }

  private ZoneOffset zone(Matcher matcher, int group) {
    String written = matcher.group(group);
    if (written == null) {
      return local;
    }
    return written.matches("[A-Z]+") ? ZoneOffset.UTC : ZoneOffset.of(written);
  }
}
