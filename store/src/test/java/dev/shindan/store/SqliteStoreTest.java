package dev.shindan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
  final class Incidents extends SqlContracts.Incidents {
    @Override
    TwoStores stores() {
      return stores;
    }
  }
}
