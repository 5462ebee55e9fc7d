package dev.shindan.collectors.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.ChangeSource;
import dev.shindan.agent.source.Changes;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.collectors.http.Reply;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.http.StoreClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Annotations of Grafana. A tag {@code service:NAME}, {@code host:NAME} or {@code target:NAME} says
 * what was changed, a tag {@code deploy} or {@code release} that it was a deployment. Thread-safe.
 */
public final class GrafanaAnnotations implements ChangeSource, AutoCloseable {
  private static final int ANNOTATIONS_MAX = 500;

  private final StoreClient client;

  public GrafanaAnnotations(StoreAddress address) {
    this.client = new StoreClient(address);
  }

  @Override
  public Changes find(Window window, Duration timeout) {
    Reply reply =
        client.get(
            "/api/annotations",
            Map.of(
                "from", Long.toString(window.start().toEpochMilli()),
                "to", Long.toString(window.end().toEpochMilli()),
                "type", "annotation",
                "limit", Integer.toString(ANNOTATIONS_MAX)),
            timeout);
    return switch (reply) {
      case Reply.Nothing nothing -> new Changes.Unavailable(nothing.reason(), nothing.detail());
      case Reply.Body body ->
          body.json()
              .filter(JsonNode::isArray)
              .<Changes>map(this::found)
              .orElseGet(
                  () ->
                      new Changes.Unavailable(
                          Reason.UNREADABLE,
                          client.address().shown() + ": the answer is no list of annotations"));
    };
  }

  @Override
  public Optional<String> check() {
    return switch (client.get("/api/health", Map.of(), client.address().timeout())) {
      case Reply.Nothing nothing -> Optional.of(nothing.detail());
      case Reply.Body _ -> Optional.empty();
    };
  }

  @Override
  public void close() {
    client.close();
  }

  private Changes found(JsonNode annotations) {
    List<Change> changes = new ArrayList<>();
    for (JsonNode annotation : annotations) {
      String subject = "";
      boolean deploy = false;
      for (JsonNode tag : annotation.path("tags")) {
        String text = tag.asText();
        deploy |= text.matches("(?i)deploy(ment)?|release");
        subject =
            text.matches("(service|host|target):.+") ? text.replaceFirst("^[a-z]+:", "") : subject;
      }
      if (annotation.path("time").isNumber()) {
        changes.add(
            new Change(
                Instant.ofEpochMilli(annotation.path("time").asLong()),
                "Grafana",
                deploy ? "deploy" : "annotation",
                subject,
                Reply.shortened(annotation.path("text").asText("")),
                annotation.path("login").asText("")));
      }
    }
    return new Changes.Found(
        changes,
        annotations.size() < ANNOTATIONS_MAX && changes.size() == annotations.size(),
        "annotations of Grafana at " + client.address().shown());
  }
}
