package dev.shindan.cli;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.HostLedger;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code shindan audit}: every command that was sent to a host, or denied. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Lists the commands that were sent to hosts, newest first; today's unless told.")
final class AuditCommand implements Callable<Integer> {
  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

  @ParentCommand private @Nullable Main main;

  @Option(names = "--host", paramLabel = "NAME", description = "of this host alone")
  private @Nullable String host;

  @Option(
      names = "--by",
      paramLabel = "ASKER",
      description = "asked by this investigation or person alone")
  private @Nullable String asker;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      defaultValue = "today",
      description = "today, 90s, 30m, 24h, 7d, a date or a time (2026-11-24T08:00:00Z)")
  private String since = "today";

  @Option(names = "--denied", description = "only what our own guard denied, with the reason")
  private boolean denied;

  @Option(names = "--max", paramLabel = "N", defaultValue = "1000", description = "at most so many")
  private int countMax = 1000;

  @Option(names = "--json", description = "print one JSON document (docs/schemas/audit.json)")
  private boolean json;

  /** The document of {@code docs/schemas/audit.json}. */
  record Document(Instant since, boolean truncated, List<HostLedger.Entry> commands) {}

  @Override
  public Integer call() {
    if (countMax < 1) {
      throw new WrongInput("--max " + countMax, "1 or more was expected");
    }
    try (Shindan shindan = Shindan.of(Objects.requireNonNull(main).home())) {
      Instant from = since(since, shindan.clock(), ZoneId.systemDefault());
      List<HostLedger.Entry> found =
          shindan
              .openStore()
              .hosts()
              .find(
                  new HostLedger.Question(
                      Optional.ofNullable(host),
                      Optional.ofNullable(asker),
                      from,
                      denied,
                      countMax + 1));
      boolean truncated = found.size() > countMax;
      List<HostLedger.Entry> entries = truncated ? found.subList(0, countMax) : found;
      if (json) {
        System.out.println(Json.write(new Document(from, truncated, entries)));
      } else {
        entries.forEach(entry -> System.out.println(line(entry)));
        if (truncated) {
          System.err.println("shindan: there are more; these are the newest " + countMax);
        }
      }
    }
    return Main.DONE;
  }

  static Instant since(String written, Clock clock, ZoneId zone) {
    Matcher ago = AGO.matcher(written);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      Duration back =
          switch (ago.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          };
      return clock.instant().minus(back);
    }
    if (written.equals("today")) {
      return LocalDate.ofInstant(clock.instant(), zone).atStartOfDay(zone).toInstant();
    }
    try {
      return written.contains("T")
          ? Instant.parse(written)
          : LocalDate.parse(written).atStartOfDay(zone).toInstant();
    } catch (DateTimeException wrong) {
      throw new WrongInput(
          "--since " + written, "today, 90s, 30m, 24h, 7d, a date or a time was expected");
    }
  }

  private static String line(HostLedger.Entry entry) {
    String ended =
        entry
            .denied()
            .map(why -> "denied: " + why)
            .or(() -> entry.ending().map(AuditCommand::words))
            .orElse("under way, or we were killed");
    return "%s %-16s %s; %s; by %s"
        .formatted(
            entry.at().atOffset(ZoneOffset.UTC).toInstant(),
            entry.host(),
            Json.write(entry.argv()),
            ended,
            entry.asker());
  }

  private static String words(HostLedger.Ending ending) {
    return "%s%s, %d bytes, %d ms"
        .formatted(
            ending.outcome(),
            ending.status().map(status -> " " + status).orElse(""),
            ending.bytes(),
            ending.took().toMillis());
  }
}
