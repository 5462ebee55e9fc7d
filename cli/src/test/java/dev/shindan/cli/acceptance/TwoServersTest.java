package dev.shindan.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers share one store and its work. */
final class TwoServersTest {
  private static final int QUESTIONS = 6;
  private static final int FREEZES_MAX = 10;
  private static final int SQLITE_BUSY = 5;

  @TempDir private Path directory;

  @Test
  void everyQuestionIsConcludedOnce() throws Exception {
    Sandbox sandbox = new Sandbox(directory);
    try (Server one = sandbox.serve();
        Server other = sandbox.serve()) {
      List<String> asked = new ArrayList<>();
      for (int question = 1; question <= QUESTIONS; question++) {
        asked.add((question % 2 == 0 ? one : other).ask("Is anything wrong? (" + question + ")"));
      }
      assertThat(new HashSet<>(asked)).hasSize(QUESTIONS);
      for (String investigation : asked) {
        assertThat(other.ended(investigation).path("state").asText()).isEqualTo("CONCLUDED");
        List<Entry> trail = one.trail(investigation);
        assertThat(other.trail(investigation)).isEqualTo(trail);
        TrailCheck.holds(trail);
        assertThat(TrailCheck.count(trail, Event.Resumed.class)).isZero();
      }
      assertThat(one.incidents()).hasSize(QUESTIONS);
      assertThat(one.log()).isEmpty();
      assertThat(other.log()).isEmpty();
    }
  }

  @Test
  void workOfAKilledServerIsTakenOverByTheOther() throws Exception {
    Sandbox sandbox = new Sandbox(directory);
    try (Server one = sandbox.serve()) {
      String investigation = one.ask("Is anything wrong?");
      try (Server other = sandbox.serve()) {
        // whichever of the two holds it: the one that was asked is likelier, and both are well
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(20))
            .until(() -> one.trail(investigation).size() > 1);
        List<Entry> before = one.trail(investigation);
        one.kill();
        assertThat(other.ended(investigation).path("state").asText()).isEqualTo("CONCLUDED");
        List<Entry> after = other.trail(investigation);
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        TrailCheck.holds(after);
      }
    }
  }

  @Test
  void serverThatWakesAfterItsWorkWasTakenOverIsFenced() throws Exception {
    Sandbox sandbox = new Sandbox(directory);
    try (Server one = sandbox.serve()) {
      String investigation = one.ask("Is anything wrong?");
      freezeInAQuietMoment(one, investigation, sandbox.store());
      List<Entry> trail;
      try (Server other = sandbox.serve()) {
        assertThat(other.ended(investigation).path("state").asText()).isEqualTo("CONCLUDED");
        trail = other.trail(investigation);
        TrailCheck.holds(trail);
        assertThat(TrailCheck.count(trail, Event.Resumed.class)).isEqualTo(1);
      }
      one.thaw();
      // its workers are through with the old work when both have done something new
      for (String next : List.of(one.ask("And now? (1)"), one.ask("And now? (2)"))) {
        assertThat(one.ended(next).path("state").asText()).isEqualTo("CONCLUDED");
        TrailCheck.holds(one.trail(next));
      }
      assertThat(one.trail(investigation)).isEqualTo(trail);
    }
  }

  /**
   * Freezes the server while a tool is at work and nothing is being written. Of what is written,
   * the trail shows but a part: commands are on record too, and leases are renewed. A process that
   * is frozen in the middle would keep the file locked for all others, so it is let go then.
   */
  private static void freezeInAQuietMoment(Server server, String investigation, Path store)
      throws Exception {
    int freezes = 0;
    do {
      assertThat(freezes++).as("freezes that caught a write").isLessThan(FREEZES_MAX);
      server.thaw();
      waitForAQuietMoment(server, investigation);
      server.freeze();
    } while (isBeingWritten(store));
  }

  private static boolean isBeingWritten(Path store) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + store.resolve("shindan.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 0");
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("ROLLBACK");
      return false;
    } catch (SQLException locked) {
      if (locked.getErrorCode() == SQLITE_BUSY) {
        return true;
      }
      throw locked;
    }
  }

  private static void waitForAQuietMoment(Server server, String investigation) {
    int[] before = {-1};
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(150))
        .until(
            () -> {
              List<Entry> trail = server.trail(investigation);
              boolean quiet =
                  trail.size() == before[0]
                      && TrailCheck.count(trail, Event.Called.class)
                          > TrailCheck.count(trail, Event.Answered.class);
              before[0] = trail.size();
              return quiet;
            });
  }
}
