package dev.shindan.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed at random moments loses nothing and repeats nothing. */
final class KilledServerTest {
  private static final int KILLS = 10;
  private static final long SEED = Long.getLong("shindan.seed", System.nanoTime());

  /** Later, most investigations have concluded, and a kill interrupts nothing. */
  private static final int ENTRIES_AT_MOST = 45;

  @TempDir private Path directory;

  @Test
  void investigationsGoOnAndConcludeAfterTenKills() throws Exception {
    System.out.println("KilledServerTest: -Dshindan.seed=" + SEED);
    Random random = new Random(SEED);
    Sandbox sandbox = new Sandbox(directory);
    Map<String, List<Entry>> seen = new LinkedHashMap<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      try (Server server = sandbox.serve()) {
        String investigation = server.ask("Is anything wrong? (" + kill + ")");
        seen.put(investigation, List.of());
        killAt(random.nextInt(ENTRIES_AT_MOST), investigation, server, seen);
      }
    }
    try (Server server = sandbox.serve()) {
      int resumed = 0;
      for (var before : seen.entrySet()) {
        assertThat(server.ended(before.getKey()).path("state").asText()).isEqualTo("CONCLUDED");
        List<Entry> after = server.trail(before.getKey());
        assertThat(after.subList(0, before.getValue().size())).isEqualTo(before.getValue());
        TrailCheck.holds(after);
        resumed += TrailCheck.count(after, Event.Resumed.class) > 0 ? 1 : 0;
      }
      assertThat(resumed).as("investigations that a kill interrupted").isPositive();
      System.out.println("KilledServerTest: " + resumed + " of " + KILLS + " were taken up again");
    }
  }

  /** Kills when the newest trail has this many entries, or has concluded before it got so far. */
  private static void killAt(
      int entries, String newest, Server server, Map<String, List<Entry>> seen)
      throws InterruptedException {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              List<Entry> trail = server.trail(newest);
              return trail.size() >= entries
                  || TrailCheck.count(trail, Event.Concluded.class) > 0
                  || leasedElsewhere(trail, entries);
            });
    for (String investigation : List.copyOf(seen.keySet())) {
      seen.put(investigation, server.trail(investigation));
    }
    server.kill();
  }

  /** Older investigations may hold both workers; then the kill hits those. */
  private static boolean leasedElsewhere(List<Entry> trail, int entries) {
    return trail.size() == 1 && entries < ENTRIES_AT_MOST / 4;
  }
}
