package dev.shindan.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contracts on a real PostgreSQL that two stores share. */
final class PostgresStoreTest {
  @RegisterExtension static final RealPostgres POSTGRES = new RealPostgres();
  private static TwoStores stores;

  @BeforeAll
  static void open() {
    stores =
        TwoStores.open(clock -> SqlStore.postgres(POSTGRES.url(), RealPostgres.USER, "", clock));
  }

  @BeforeEach
  void clear() {
    POSTGRES.clear();
  }

  @AfterAll
  static void close() {
    stores.close();
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
