package dev.shindan.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Whether a database has had every migration, asked without the library that does them. */
final class Migrated {
  /** The number of the last file in {@code migration}; a test compares them. */
  static final int LAST_VERSION = 4;

  private Migrated() {}

  static boolean upToDate(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet last =
            statement.executeQuery(
                "SELECT COUNT(*) FROM flyway_schema_history WHERE version = '"
                    + LAST_VERSION
                    + "' AND success = "
                    + (connection.getMetaData().getURL().startsWith("jdbc:sqlite")
                        ? "1"
                        : "true"))) {
      return last.next() && last.getInt(1) == 1;
    } catch (SQLException notYet) {
      return false;
    }
  }
}
