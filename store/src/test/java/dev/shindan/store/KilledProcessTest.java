package dev.shindan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two processes race on one trail and are killed: nothing acknowledged is lost or doubled. */
final class KilledProcessTest {
  private static final int ROUNDS = 3;

  @RegisterExtension static final RealPostgres POSTGRES = new RealPostgres();
  @TempDir Path directory;

  @Test
  void sqliteKeepsWhatItAcknowledgedToAKilledProcess() throws Exception {
    killAndCheck(directory.toString());
  }

  @Test
  void postgresKeepsWhatItAcknowledgedToAKilledProcess() throws Exception {
    killAndCheck(POSTGRES.url());
  }

  private static void killAndCheck(String where) throws Exception {
    AppendingProcess.open(where, Clock.systemUTC()).close();
    Map<Long, String> winners = new HashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      try (Appender one = Appender.start(where, "one-" + round);
          Appender other = Appender.start(where, "other-" + round)) {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () ->
                    one.numbers("won").size() >= 10
                        && other.numbers("won").size() >= 10
                        && !(one.numbers("fenced").isEmpty() && other.numbers("fenced").isEmpty()));
        one.kill();
        other.kill();
        for (Appender appender : List.of(one, other)) {
          for (long number : appender.numbers("won")) {
            assertThat(winners.put(number, appender.worker)).as("winners of %s", number).isNull();
          }
        }
      }
      check(where, winners);
    }
  }

  private static void check(String where, Map<Long, String> winners) {
    try (SqlStore store = AppendingProcess.open(where, Clock.systemUTC())) {
      List<Entry> trail = store.trails().read(AppendingProcess.TRAIL, 0);
      for (int index = 0; index < trail.size(); index++) {
        assertThat(trail.get(index).number()).isEqualTo(index + 1L);
      }
      assertThat(trail.size() % 2).as("half a pair").isZero();
      assertThat((long) trail.size()).isGreaterThan(java.util.Collections.max(winners.keySet()));
      winners.forEach(
          (number, worker) -> {
            Event event = new Event.Resumed(worker);
            assertThat(trail.get((int) (number - 1)).event()).isEqualTo(event);
            assertThat(trail.get(number.intValue()).event()).isEqualTo(event);
            assertThat(
                    store
                        .trails()
                        .find(AppendingProcess.TRAIL, AppendingProcess.raw(worker, number).hash()))
                .isPresent();
          });
    }
  }

  /** A running {@link AppendingProcess} and what it has printed. */
  private record Appender(String worker, Process process, List<String> lines, Thread reader)
      implements AutoCloseable {
    static Appender start(String where, String worker) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  AppendingProcess.class.getName(),
                  where,
                  worker)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      List<String> lines = new CopyOnWriteArrayList<>();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (BufferedReader printed = process.inputReader()) {
                      printed.lines().forEach(lines::add);
                    } catch (IOException wrong) {
                      throw new java.io.UncheckedIOException(wrong);
                    }
                  });
      return new Appender(worker, process, lines, reader);
    }

    /** The numbers of the whole lines that begin with the word; a cut line was not acknowledged. */
    List<Long> numbers(String word) {
      return lines.stream()
          .filter(line -> line.startsWith(word + " ") && line.endsWith(" ."))
          .map(line -> Long.parseLong(line.substring(word.length() + 1, line.length() - 2)))
          .toList();
    }

    /** SIGKILL; returns when all that was printed is read. */
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
      reader.join();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
