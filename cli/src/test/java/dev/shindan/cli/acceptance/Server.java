package dev.shindan.cli.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.trail.Entry;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code shindan serve}, spoken to over HTTP. */
final class Server implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("listens on (http://[^/]+)/");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path err;
  private final String url;
  private final Map<String, String> always;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Server(Process process, Path err, String url, Map<String, String> always) {
    this.process = process;
    this.err = err;
    this.url = url;
    this.always = always;
  }

  static Server start(ProcessBuilder builder, Path directory) {
    return start(builder, directory, Map.of());
  }

  /**
   * @param always headers of every request
   */
  static Server start(ProcessBuilder builder, Path directory, Map<String, String> always) {
    try {
      Path out = Files.createTempFile(directory, "serve-out", "");
      Path err = Files.createTempFile(directory, "serve-err", "");
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !process.isAlive() || LISTENS.matcher(Files.readString(out)).find());
      Matcher listens = LISTENS.matcher(Files.readString(out));
      if (!listens.find()) {
        throw new AssertionError("the server ended: " + Files.readString(err));
      }
      return new Server(process, err, listens.group(1), always);
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  String url() {
    return url;
  }

  /** What the server has said on its standard error. */
  String log() {
    try {
      return Files.readString(err);
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  /** Ends the process without a chance to do anything: {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    await().atMost(PATIENCE).until(() -> !process.isAlive());
  }

  /** Holds the process still, as a long pause of its machine would. */
  void freeze() throws InterruptedException {
    signal("-STOP");
  }

  void thaw() throws InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws InterruptedException {
    try {
      int status =
          new ProcessBuilder("kill", name, String.valueOf(process.pid())).start().waitFor();
      if (status != 0) {
        throw new AssertionError("kill " + name + " ended with " + status);
      }
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** Opens an investigation; its id. */
  String ask(String question) throws InterruptedException {
    HttpResponse<String> answer =
        post("/api/investigations", Json.write(Map.of("question", question)), Map.of());
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return tree(answer.body()).path("id").asText();
  }

  HttpResponse<String> post(String path, String body, Map<String, String> headers)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  HttpResponse<String> get(String path) throws InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url + path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    always.forEach(request::header);
    try {
      return client.send(
          request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException wrong) {
      throw new UncheckedIOException(
          "no answer from "
              + (process.isAlive() ? "living" : "ended with " + process.exitValue())
              + " "
              + url
              + "; log: "
              + log(),
          wrong);
    }
  }

  /** All entries of an investigation so far. */
  List<Entry> trail(String investigation) throws InterruptedException {
    HttpResponse<String> answer = get("/api/investigations/" + investigation + "/trail");
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : tree(answer.body()).path("entries")) {
      entries.add(Json.read(entry.toString(), Entry.class));
    }
    return entries;
  }

  List<JsonNode> incidents() throws InterruptedException {
    List<JsonNode> incidents = new ArrayList<>();
    tree(get("/api/incidents").body()).path("incidents").forEach(incidents::add);
    return incidents;
  }

  /** The incident of an investigation, as the list shows it, once it is no longer running. */
  JsonNode ended(String investigation) {
    return ended(investigation, PATIENCE);
  }

  JsonNode ended(String investigation, Duration patience) {
    return await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                incidents().stream()
                    .filter(one -> one.path("investigation").asText().equals(investigation))
                    .filter(one -> !one.path("state").asText().equals("RUNNING"))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  private static JsonNode tree(String text) {
    return Json.read(text, JsonNode.class);
  }
}
