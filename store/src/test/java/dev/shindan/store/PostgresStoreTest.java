package dev.shindan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.tool.HostLedger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRUNCATE commands",
        "TRUNCATE command_endings",
        "DELETE FROM commands",
        "UPDATE commands SET host = 'another'"
      })
  void whatIsOnRecordOfCommandsStays(String attempt) throws Exception {
    HostLedger ledger = stores.one().hosts();
    HostLedger.Intent intent =
        new HostLedger.Intent("app1", "i-1", List.of("/bin/true"), Duration.ofSeconds(1));
    ledger.denied(intent, "because");
    try (Connection connection =
            DriverManager.getConnection(POSTGRES.url(), RealPostgres.USER, "");
        Statement statement = connection.createStatement()) {

      assertThatThrownBy(() -> statement.execute(attempt))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("never changed");
    }
    assertThat(
            ledger.find(
                new HostLedger.Question(
                    Optional.of("app1"), Optional.empty(), Instant.EPOCH, true, 10)))
        .hasSize(1);
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
