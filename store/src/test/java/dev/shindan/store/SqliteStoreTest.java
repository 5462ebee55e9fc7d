package dev.shindan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.tool.HostLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contracts on a SQLite file that two stores have open. */
final class SqliteStoreTest {
  @TempDir Path directory;
  private TwoStores stores;

  @BeforeEach
  void open() {
    stores = TwoStores.open(clock -> SqlStore.sqlite(directory, clock));
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void theStoreAnswersUntilItIsClosed() {
    assertThat(stores.next().problem()).isEmpty();
    stores.close();
    assertThat(stores.next().problem()).isPresent();
  }

  @Test
  void theLastMigrationIsTheOneThatIsLookedFor() throws Exception {
    try (Stream<Path> files =
        Files.list(Path.of("src/main/resources/dev/shindan/store/migration"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString().replaceFirst("V([0-9]+)__.*", "$1"))
                  .mapToInt(Integer::parseInt)
                  .max())
          .hasValue(Migrated.LAST_VERSION);
    }
  }

  @Test
  void whatIsOnRecordOfCommandsCannotBeChangedBySql() throws Exception {
    stores
        .next()
        .hosts()
        .denied(
            new HostLedger.Intent("app1", "inv-1", List.of("reboot"), Duration.ZERO), "because");
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("shindan.db"));
        Statement statement = database.createStatement()) {
      for (String change : List.of("UPDATE commands SET asker = 'me'", "DELETE FROM commands")) {
        assertThatThrownBy(() -> statement.execute(change)).hasMessageContaining("never");
      }
    }
  }

  @Nested
  final class Trails extends SqlContracts.Trails {
    @Override
    TwoStores stores() {
      return stores;
    }
  }

  @Nested
  final class Inboxes extends SqlContracts.Inboxes {
    @Override
    TwoStores stores() {
      return stores;
    }
  }

  @Nested
  final class Hosts extends SqlContracts.Hosts {
    @Override
    TwoStores stores() {
      return stores;
    }
  }

  @Nested
  final class Markers extends SqlContracts.Markers {
    @Override
    TwoStores stores() {
      return stores;
    }
  }

  @Nested
  final class Incidents extends SqlContracts.Incidents {
    @Override
    TwoStores stores() {
      return stores;
    }
  }
}
