package dev.shindan.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The lab of real hosts. Where there can be none, for want of root or of a kernel that lets it, the
 * tests are left out and say why.
 */
final class Lab implements AutoCloseable {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String PEOPLE = "lab-token-for-people";

  private final Path directory;
  private final boolean wasUp;

  private Lab(Path directory, boolean wasUp) {
    this.directory = directory;
    this.wasUp = wasUp;
  }

  /** Takes the lab up, unless it is already. */
  static Lab up(Path directory) throws InterruptedException {
    Said able = script(directory, "able");
    Assumptions.assumeTrue(able.status() == 0, () -> "no lab on this machine: " + able.text());
    boolean wasUp = Files.exists(Path.of("/run/shindan-lab"));
    Said up = script(directory, "up");
    Assumptions.assumeTrue(
        up.status() == 0, () -> "the lab does not come up on this machine: " + up.text());
    return new Lab(directory, wasUp);
  }

  private record Said(int status, String text) {}

  void inject(String fault) throws InterruptedException {
    must("fault", "inject", fault);
  }

  /** Whether Alertmanager has no alert; those of a fault outlive it by some seconds. */
  boolean quiet() throws InterruptedException {
    URI alerts = URI.create("http://10.77.0.30:9093/api/v2/alerts");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(alerts).timeout(Duration.ofSeconds(5)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body().strip().equals("[]");
    } catch (IOException notUp) {
      return false;
    }
  }

  void undo() throws InterruptedException {
    must("fault", "undo");
  }

  /** A server where the lab's Alertmanager posts its alerts, with a store of its own. */
  Server serve(Path store) throws IOException {
    String config = ROOT.resolve("lab/config/shindan.yaml").toString();
    ProcessBuilder builder = Sandbox.shindan("--config", config, "serve").directory(ROOT.toFile());
    builder.environment().put("SHINDAN_HOME", ROOT.toString());
    builder.environment().put("SHINDAN_DATA", store.toString());
    builder.environment().put("SHINDAN_TOKEN", PEOPLE);
    builder.environment().put("SHINDAN_ALERT_TOKEN", Files.readString(state().resolve("token")));
    return Server.start(builder, store, Map.of("Authorization", "Bearer " + PEOPLE));
  }

  private static Path state() {
    String given = System.getenv("SHINDAN_LAB");
    return Path.of(given == null ? "/var/lib/shindan-lab" : given);
  }

  private void must(String... arguments) throws InterruptedException {
    Said said = script(directory, arguments);
    if (said.status() != 0) {
      throw new AssertionError(List.of(arguments) + ": " + said.text());
    }
  }

  private static Said script(Path directory, String... arguments) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of(ROOT.resolve("lab/lab.sh").toString()));
    line.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(directory, "lab", "");
      int status =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start()
              .waitFor();
      return new Said(status, Files.readString(out).strip());
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  @Override
  public void close() {
    if (!wasUp) {
      try {
        script(directory, "down");
      } catch (InterruptedException wrong) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
