package dev.shindan.collectors.host.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogCount;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.InMemoryHostLedger;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.collectors.host.CommandResult;
import dev.shindan.collectors.host.HostCommands;
import dev.shindan.collectors.host.HostCommandsByInventory;
import dev.shindan.collectors.host.HostInventory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log files searched by the real programs of this machine. */
final class HostLogsTest {
  private static final Target HERE =
      new Target("localhost", TargetKind.HOST, Set.of(), List.of(), List.of(), List.of(), Map.of());
  private static final Instant START = Instant.parse("2026-11-24T13:00:00Z");
  private static final Window WINDOW = new Window(START, START.plusSeconds(1199));

  private final HostCommandsByInventory here =
      new HostCommandsByInventory(
          HostInventory.ofThisMachine("localhost"),
          new InMemoryHostLedger(Clock.systemUTC()),
          HostLimits.DEFAULT,
          Clock.systemUTC());
  private final AtomicLong crossed = new AtomicLong();

  @TempDir private Path directory;

  @AfterEach
  void close() {
    here.close();
  }

  @Test
  void aNeedleInFiftyMegabytesIsFoundWithoutBringingThem() throws Exception {
    try (OutputStream log = Files.newOutputStream(directory.resolve("app.log"))) {
      for (int i = 0; i < 420_000; i++) {
        // 7 h of lines, so that the words stand also outside the window
        Instant time = START.minusSeconds(18_000).plusMillis(i * 60L);
        String words = i == 310_000 || i == 5 ? "needle [x]* found" : "served in 12 ms, all well";
        String line = time + " INFO request " + i + " " + words + " ".repeat(60) + "\n";
        log.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(Files.size(directory.resolve("app.log"))).isGreaterThan(50_000_000);
    written("app.log");

    LogAnswer.Found found = found(query(Optional.of("needle [x]* found"), LogLevel.UNKNOWN, 100));

    assertThat(found.lines())
        .hasSize(1)
        .allSatisfy(line -> assertThat(line.message()).contains("request 310000 needle [x]*"));
    assertThat(found.complete()).isTrue();
    assertThat(crossed.get()).isLessThan(1000);
  }

  @Test
  void rotatedAndCompressedFilesAreSearchedToo() throws Exception {
    write("app.log", at(900) + " ERROR newest");
    write("app.log.1", at(600) + " ERROR rotated");
    try (OutputStream packed =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("app.log.2.gz")))) {
      packed.write((at(300) + " ERROR compressed\n").getBytes(StandardCharsets.UTF_8));
    }
    written("app.log.2.gz");
    write("app.log.3", at(10) + " ERROR last written before the window");
    Files.setLastModifiedTime(directory.resolve("app.log.3"), FileTime.from(START.minusSeconds(5)));
    write("other.txt", at(30) + " ERROR not a log of ours");

    LogAnswer.Found found = found(query(Optional.empty(), LogLevel.ERROR, 100));

    assertThat(found.lines())
        .extracting(LogLine::stream)
        .containsExactly("app.log.2.gz", "app.log.1", "app.log");
    assertThat(found.total()).isEqualTo(3);
    assertThat(found.counts().stream().mapToLong(LogCount::lines).sum()).isEqualTo(3);
  }

  @Test
  void aStackTraceStaysWithTheLineThatOpensIt() throws Exception {
    write(
        "app.log",
        at(5) + " ERROR cart failed",
        "java.lang.IllegalStateException: empty",
        "\tat shop.Cart.add(Cart.java:12)",
        at(6) + " INFO next");

    LogAnswer.Found found = found(query(Optional.empty(), LogLevel.UNKNOWN, 100));

    assertThat(found.lines()).hasSize(2);
    assertThat(found.lines().getFirst().message())
        .contains("cart failed", "IllegalStateException: empty", "\tat shop.Cart.add");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\":\"error\",\"msg\":\"refused\",\"time\":\"2026-11-24T13:05:00Z\"}",
        "{\"log\":\"ERROR refused\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-24T13:05:00.5Z\"}",
        "2026-11-24T13:05:00.123456789Z stderr F ERROR refused",
        "{\"ts\":1795525500123,\"severity\":\"ERROR\",\"message\":\"refused\"}",
        "Nov 24 13:05:00 app1 shop[7]: ERROR refused",
        "2026/11/24 13:05:00 [error] 7#7: refused",
        "10.0.0.1 - - [24/Nov/2026:13:05:00 +0000] \"GET /refused HTTP/1.1\" 502 157"
      })
  void theStampsThatProgramsWriteAreUnderstoodOnTheHost(String line) throws Exception {
    write("app.log", line, "2026-11-24T15:05:00Z ERROR refused too late");

    LogAnswer.Found found = found(query(Optional.of("refused"), LogLevel.ERROR, 100));

    assertThat(found.lines()).hasSize(1);
    assertThat(found.lines().getFirst().time()).isBetween(at(299), at(301));
  }

  @Test
  void moreLinesThanAskedForAreCountedWhereTheyAre() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      lines.append(at(i)).append(" WARN slow ").append(i).append('\n');
    }
    Files.writeString(directory.resolve("app.log"), lines);
    written("app.log");

    LogAnswer.Found found = found(query(Optional.of("slow"), LogLevel.WARNING, 50));

    assertThat(found.lines()).hasSize(50);
    assertThat(found.total()).isEqualTo(1000);
  }

  @Test
  void aDirectoryThatIsNotThereMakesTheAnswerIncomplete() throws Exception {
    LogAnswer.Found found =
        (LogAnswer.Found)
            logs(directory.resolve("nowhere"))
                .search(query(Optional.empty(), LogLevel.ERROR, 5), Duration.ofSeconds(60));
    assertThat(found.complete()).isFalse();
    assertThat(found.notes()).anyMatch(note -> note.contains("No such file"));
  }

  @Test
  void aDirectoryThatOnlyOtherHostsHaveIsNotMissed() throws Exception {
    write("app.log", at(900) + " ERROR gone");
    LogAnswer.Found found =
        (LogAnswer.Found)
            logs(directory, directory.resolve("nowhere"))
                .search(query(Optional.empty(), LogLevel.ERROR, 5), Duration.ofSeconds(60));
    assertThat(found.lines()).hasSize(1);
    assertThat(found.complete()).isTrue();
    assertThat(found.notes()).anyMatch(note -> note.contains("No such file"));
  }

  @Test
  void aHostThatCannotBeReachedIsNoEmptyAnswer() throws Exception {
    HostCommands away =
        (_, _, _) -> new CommandResult.NotRun(FailureKind.UNREACHABLE, "no route to host");
    HostLogs logs =
        new HostLogs(
            away,
            Set.of("localhost"),
            new HostLogsSettings(List.of("/var/log"), List.of("*.log"), true, 5));
    assertThat(logs.search(query(Optional.empty(), LogLevel.ERROR, 5), Duration.ofSeconds(5)))
        .isEqualTo(new LogAnswer.Unavailable(Reason.UNREACHABLE, "no route to host"));
  }

  @Test
  void theJournalIsReadWithTimesUnitsAndLevels() {
    List<LogLine> lines =
        HostJournal.read(
                RawOutput.of(
                    "{\"__REALTIME_TIMESTAMP\":\"1795525500123456\",\"PRIORITY\":\"3\","
                        + "\"_SYSTEMD_UNIT\":\"shop.service\",\"MESSAGE\":\"refused\"}\n{\"cut"),
                false)
            .lines();
    assertThat(lines)
        .containsExactly(
            new LogLine(
                Instant.parse("2026-11-24T13:05:00.123456Z"),
                "shop.service",
                LogLevel.ERROR,
                "refused"));
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private void write(String name, String... lines) throws IOException {
    Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
    written(name);
  }

  /** Whatever the clock of this machine says, the file was last written in the window. */
  private void written(String name) throws IOException {
    Files.setLastModifiedTime(directory.resolve(name), FileTime.from(WINDOW.end()));
  }

  private static LogQuery query(Optional<String> text, LogLevel atLeast, int linesMax) {
    return new LogQuery("test", HERE, WINDOW, text, atLeast, linesMax);
  }

  private LogAnswer.Found found(LogQuery query) throws InterruptedException {
    return (LogAnswer.Found) logs(directory).search(query, Duration.ofMinutes(2));
  }

  private HostLogs logs(Path... where) {
    HostCommands counting =
        (host, command, context) -> {
          CommandResult result = here.run(host, command, context);
          if (result instanceof CommandResult.Exited exited) {
            crossed.addAndGet(exited.stdout().bytes().length + exited.stdout().omittedBytes());
          }
          return result;
        };
    return new HostLogs(
        counting,
        Set.of("localhost"),
        new HostLogsSettings(
            Stream.of(where).map(Path::toString).toList(), List.of("*.log"), false, 20));
  }
}
