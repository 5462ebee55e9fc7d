package dev.shindan.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL server of its own for a test class, from the distribution's package, on a loopback
 * port. PostgreSQL refuses to run as root; then it runs as the user {@code postgres}.
 */
final class RealPostgres implements BeforeAllCallback, AfterAllCallback {
  static final String USER = "shindan";

  private @Nullable Path cluster;
  private int port;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (cluster != null) {
      return;
    }
    Path fresh = Path.of(asPostgres("mktemp", "-d", "/tmp/shindan-postgres-XXXXXX").strip());
    cluster = fresh;
    Path data = fresh.resolve("data");
    asPostgres(
        program("initdb"),
        "--pgdata=" + data,
        "--username=" + USER,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    asPostgres(
        program("pg_ctl"),
        "--pgdata=" + data,
        "--log=" + fresh.resolve("log"),
        "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c fsync=off -k " + fresh,
        "--wait",
        "start");
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    // also called at the end of each nested class, which shares the server with the outer one
    Path stopping = cluster;
    if (stopping == null
        || context.getParent().filter(p -> p.getTestClass().isPresent()).isPresent()) {
      return;
    }
    asPostgres(
        program("pg_ctl"), "--pgdata=" + stopping.resolve("data"), "--mode=immediate", "stop");
    asPostgres("rm", "-r", stopping.toString());
    cluster = null;
  }

  /** The JDBC URL of the server's one database. */
  String url() {
    return url("postgres");
  }

  /** Empties every table of the migration. */
  void clear() {
    try (Connection connection = DriverManager.getConnection(url(), USER, "");
        Statement statement = connection.createStatement()) {
      // what is on record of commands refuses to be emptied otherwise
      statement.execute("SET session_replication_role = replica");
      statement.execute(
          "TRUNCATE entries, raw_outputs, inboxes, messages, incidents, deliveries, commands,"
              + " command_endings, host_gates, markers");
    } catch (SQLException wrong) {
      throw new IllegalStateException("PostgreSQL of the test does not answer", wrong);
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static String program(String name) {
    Path versions = Path.of("/usr/lib/postgresql");
    try (Stream<Path> found =
        Files.isDirectory(versions) ? Files.list(versions) : Stream.<Path>empty()) {
      return found
          .map(version -> version.resolve("bin").resolve(name))
          .filter(Files::isExecutable)
          .max(Comparator.naturalOrder())
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "this test needs PostgreSQL: apt-get install postgresql"))
          .toString();
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  private static String asPostgres(String... command) throws IOException {
    List<String> line = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      line.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    line.addAll(List.of(command));
    // a file, not a pipe: the server inherits it and would keep a pipe open
    Path output = Files.createTempFile("shindan-postgres", ".out");
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(Path.of("/tmp").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int status = process.waitFor();
      String said = Files.readString(output);
      if (status != 0) {
        throw new IllegalStateException(
            String.join(" ", line) + " ended with " + status + ": " + said);
      }
      return said;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    } finally {
      Files.delete(output);
    }
  }
}
