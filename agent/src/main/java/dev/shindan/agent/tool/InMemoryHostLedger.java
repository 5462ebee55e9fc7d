package dev.shindan.agent.tool;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ledger that is forgotten with the process: for tests and for what has no store. */
public final class InMemoryHostLedger implements HostLedger {
  private record Row(Entry entry, Instant expires) {}

  private final Clock clock;
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Ending> endings = new HashMap<>();
  private final Map<String, Strain> strains = new HashMap<>();

  public InMemoryHostLedger(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Admission admit(Intent intent, HostLimits limits) {
    Instant now = clock.instant();
    int sent = 0;
    int underWay = 0;
    for (Row row : rows) {
      if (row.entry().host().equals(intent.host()) && row.entry().denied().isEmpty()) {
        sent += row.entry().at().isAfter(now.minus(HostLimits.WINDOW)) ? 1 : 0;
        underWay += row.expires().isAfter(now) && !endings.containsKey(row.entry().id()) ? 1 : 0;
      }
    }
    if (sent >= limits.commandsMax()) {
      String reason = tooMany(intent.host(), sent);
      add(intent, Optional.of(reason));
      return new Admission.Refused(reason);
    }
    return underWay >= limits.sessionsMax()
        ? new Admission.Busy(underWay)
        : new Admission.Admitted(add(intent, Optional.empty()));
  }

  /** The reason for which a command is refused, alike for all ledgers. */
  public static String tooMany(String host, int sent) {
    return host
        + " was sent "
        + sent
        + " commands in the last "
        + HostLimits.WINDOW.toMinutes()
        + " minutes (hostLimits.commandsPerTenMinutes)";
  }

  private String add(Intent intent, Optional<String> denied) {
    String id = Integer.toString(rows.size());
    Instant now = clock.instant();
    rows.add(
        new Row(
            new Entry(
                id, now, intent.host(), intent.asker(), intent.argv(), denied, Optional.empty()),
            now.plus(intent.longest())));
    return id;
  }

  @Override
  public synchronized void ended(String id, Ending ending) {
    endings.putIfAbsent(id, ending);
  }

  @Override
  public synchronized void denied(Intent intent, String reason) {
    var _ = add(intent, Optional.of(reason));
  }

  @Override
  public synchronized List<Entry> find(Question question) {
    return rows.reversed().stream()
        .map(Row::entry)
        .filter(
            entry ->
                question.host().map(entry.host()::equals).orElse(true)
                    && question.asker().map(entry.asker()::equals).orElse(true)
                    && !entry.at().isBefore(question.since())
                    && (!question.deniedOnly() || entry.denied().isPresent()))
        .limit(question.countMax())
        .map(
            entry ->
                new Entry(
                    entry.id(),
                    entry.at(),
                    entry.host(),
                    entry.asker(),
                    entry.argv(),
                    entry.denied(),
                    Optional.ofNullable(endings.get(entry.id()))))
        .toList();
  }

  @Override
  public synchronized void strained(String host, Strain strain) {
    strains.put(host, strain);
  }

  @Override
  public synchronized Optional<Strain> strain(String host) {
    return Optional.ofNullable(strains.get(host));
  }
}
