package dev.shindan.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteJDBCLoader;

/**
 * One database of trails, inboxes, incidents and their queue: a SQLite file in a directory, or a
 * PostgreSQL database that several nodes share. Thread-safe.
 */
public final class SqlStore implements AutoCloseable {
  private static final int SQLITE_READERS = 4;
  private static final int POSTGRES_CONNECTIONS = 10;
  private static final int BUSY_TIMEOUT_MILLIS = 30_000;

  /** What is on record of commands cannot be changed by SQL either, short of dropping these. */
  private static final String REFUSE_CHANGES_SQLITE =
      """
      CREATE TRIGGER commands_stay BEFORE UPDATE ON commands
        BEGIN SELECT RAISE(ABORT, 'commands are never changed'); END;
      CREATE TRIGGER commands_remain BEFORE DELETE ON commands
        BEGIN SELECT RAISE(ABORT, 'commands are never deleted'); END;
      CREATE TRIGGER endings_stay BEFORE UPDATE ON command_endings
        BEGIN SELECT RAISE(ABORT, 'endings are never changed'); END;
      CREATE TRIGGER endings_remain BEFORE DELETE ON command_endings
        BEGIN SELECT RAISE(ABORT, 'endings are never deleted'); END;
      """;

  private static final String REFUSE_CHANGES_POSTGRES =
      """
      CREATE FUNCTION refuse_changes() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'what is on record of commands is never changed'; END
      $$ LANGUAGE plpgsql;
      CREATE TRIGGER commands_stay BEFORE UPDATE OR DELETE ON commands
        FOR EACH ROW EXECUTE FUNCTION refuse_changes();
      CREATE TRIGGER endings_stay BEFORE UPDATE OR DELETE ON command_endings
        FOR EACH ROW EXECUTE FUNCTION refuse_changes();
      """;

  private static final String REFUSE_TRUNCATION_POSTGRES =
      """
      CREATE TRIGGER commands_stay_all BEFORE TRUNCATE ON commands
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes();
      CREATE TRIGGER endings_stay_all BEFORE TRUNCATE ON command_endings
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes();
      """;

  private final Transactions transactions;
  private final SqlTrailStore trails;
  private final SqlIncidentStore incidents;
  private final SqlHostLedger hosts;
  private final SqlChangeMarkers markers;

  private SqlStore(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.trails = new SqlTrailStore(transactions, clock);
    this.incidents = new SqlIncidentStore(transactions, clock);
    this.hosts = new SqlHostLedger(transactions, clock, UUID.randomUUID());
    this.markers = new SqlChangeMarkers(transactions, clock);
  }

  /**
   * Loads what the opening of a file would wait for, SQLite's library: for who has something else
   * to do meanwhile. Where it cannot be loaded, the opening says why.
   */
  public static void loadAhead() {
    try {
      var _ = SQLiteJDBCLoader.initialize();
    } catch (Exception _) {
      // whoever opens a file meets the same, and says so
    }
  }

  /** Opens {@code shindan.db} in the directory, which is made if it is missing. */
  public static SqlStore sqlite(Path directory, Clock clock) {
    SQLiteDataSource file = sqliteFile(directory);
    migrateAlone(directory, file);
    HikariDataSource writing = pool("store-writing", file, 1);
    HikariConfig readers = pooled("store-reading", file, SQLITE_READERS);
    readers.setConnectionInitSql("PRAGMA query_only = 1");
    HikariDataSource reading = new HikariDataSource(readers);
    return new SqlStore(
        GroupCommit.start(
            Jdbi.create(writing),
            Jdbi.create(reading),
            () -> {
              reading.close();
              writing.close();
            }),
        clock);
  }

  /**
   * Opens a PostgreSQL database, for example {@code jdbc:postgresql://db:5432/shindan}.
   *
   * @throws RuntimeException when it cannot be reached or refuses the user
   */
  public static SqlStore postgres(String jdbcUrl, String user, String password, Clock clock) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(POSTGRES_CONNECTIONS);
    HikariDataSource pool = new HikariDataSource(config);
    try {
      migrate(
          pool,
          Map.of(
              "binary",
              "BYTEA",
              "refuse_changes",
              REFUSE_CHANGES_POSTGRES,
              "refuse_truncation",
              REFUSE_TRUNCATION_POSTGRES));
    } catch (RuntimeException wrong) {
      pool.close();
      throw wrong;
    }
    return new SqlStore(new Transactions.Direct(Jdbi.create(pool), pool::close), clock);
  }

  public SqlTrailStore trails() {
    return trails;
  }

  public SqlIncidentStore incidents() {
    return incidents;
  }

  public SqlHostLedger hosts() {
    return hosts;
  }

  public SqlChangeMarkers markers() {
    return markers;
  }

  /** What keeps the store from answering, for the health page; empty when it answers. */
  public Optional<String> problem() {
    try {
      transactions.read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
      return Optional.empty();
    } catch (RuntimeException wrong) {
      return Optional.of("the store does not answer: " + wrong.getMessage());
    }
  }

  /** Finishes the writes that are waiting. */
  @Override
  public void close() {
    transactions.close();
  }

  private static SQLiteDataSource sqliteFile(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException wrong) {
      throw new UncheckedIOException("the store's directory cannot be made: " + directory, wrong);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // in WAL, NORMAL may lose acknowledged commits at a power cut
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    SQLiteDataSource file = new SQLiteDataSource(config);
    file.setUrl("jdbc:sqlite:" + directory.resolve("shindan.db"));
    return file;
  }

  /** Flyway takes no lock on SQLite: two processes that start together would both migrate. */
  private static void migrateAlone(Path directory, DataSource file) {
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("migration.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IllegalStateException("the migration lock of " + directory + " was lost");
      }
      migrate(
          file,
          Map.of(
              "binary", "BLOB", "refuse_changes", REFUSE_CHANGES_SQLITE, "refuse_truncation", ""));
    } catch (IOException wrong) {
      throw new UncheckedIOException("cannot write in the store's directory " + directory, wrong);
    }
  }

  private static void migrate(DataSource database, Map<String, String> dialect) {
    // most processes find the tables as they should be, and loading Flyway takes longer than the
    // rest
    if (Migrated.upToDate(database)) {
      return;
    }
    Flyway.configure(SqlStore.class.getClassLoader())
        .dataSource(database)
        .locations("classpath:dev/shindan/store/migration")
        .placeholders(dialect)
        .failOnMissingLocations(true)
        .load()
        .migrate();
  }

  private static HikariDataSource pool(String name, DataSource source, int connections) {
    return new HikariDataSource(pooled(name, source, connections));
  }

  private static HikariConfig pooled(String name, DataSource source, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(connections);
    return config;
  }
}
