package dev.shindan.collectors.mackerel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.ChangeSource;
import dev.shindan.agent.source.Changes;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.collectors.http.Reply;
import dev.shindan.collectors.http.Retry;
import dev.shindan.collectors.http.StoreClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Graph annotations of all services of Mackerel
 * (https://mackerel.io/api-docs/entry/graph-annotations). One whose title speaks of a deployment or
 * release is one; its subject is its role if it has a single one, otherwise its service.
 * Thread-safe.
 */
public final class MackerelAnnotations implements ChangeSource, AutoCloseable {
  private final MackerelSettings settings;
  private final StoreClient client;

  public MackerelAnnotations(MackerelSettings settings) {
    this(settings, Retry.NEVER);
  }

  public MackerelAnnotations(MackerelSettings settings, Retry retry) {
    this.settings = settings;
    this.client = new StoreClient(settings.store().retrying(retry));
  }

  @Override
  public Changes find(Window window, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    return switch (client.get("/api/v0/services", Map.of(), timeout)) {
      case Reply.Nothing nothing -> new Changes.Unavailable(nothing.reason(), nothing.detail());
      case Reply.Body body ->
          body.json()
              .map(json -> json.path("services"))
              .filter(JsonNode::isArray)
              .map(services -> find(services, window, deadline))
              .orElseGet(() -> unreadable("services"));
    };
  }

  private Changes find(JsonNode services, Window window, long deadline) {
    List<Change> changes = new ArrayList<>();
    for (JsonNode service : services) {
      Map<String, String> query =
          Map.of(
              "service", service.path("name").asText(),
              "from", Long.toString(window.start().getEpochSecond()),
              "to", Long.toString(window.end().getEpochSecond()));
      Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
      switch (client.get("/api/v0/graph-annotations", query, left)) {
        case Reply.Nothing nothing -> {
          return new Changes.Unavailable(nothing.reason(), nothing.detail());
        }
        case Reply.Body body -> {
          Optional<JsonNode> annotations =
              body.json().map(json -> json.path("graphAnnotations")).filter(JsonNode::isArray);
          if (annotations.isEmpty()) {
            return unreadable("annotations");
          }
          annotations.get().forEach(annotation -> changes.add(change(annotation)));
        }
      }
    }
    return new Changes.Found(
        changes, true, "graph annotations of Mackerel at " + client.address().shown());
  }

  private static Change change(JsonNode annotation) {
    String title = annotation.path("title").asText("");
    JsonNode roles = annotation.path("roles");
    return new Change(
        Instant.ofEpochSecond(annotation.path("from").asLong()),
        "Mackerel",
        title.matches("(?i).*\\b(deploy\\w*|releas\\w*)\\b.*") || title.contains("デプロイ")
            ? "deploy"
            : "annotation",
        roles.size() == 1 ? roles.path(0).asText() : annotation.path("service").asText(""),
        Reply.shortened(title + " " + annotation.path("description").asText("")),
        "");
  }

  private Changes unreadable(String what) {
    return new Changes.Unavailable(
        Reason.UNREADABLE, client.address().shown() + ": the answer is no list of " + what);
  }

  @Override
  public Optional<String> check() {
    return switch (client.get("/api/v0/services", Map.of(), settings.timeout())) {
      case Reply.Nothing nothing -> Optional.of(nothing.detail());
      case Reply.Body _ -> Optional.empty();
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
