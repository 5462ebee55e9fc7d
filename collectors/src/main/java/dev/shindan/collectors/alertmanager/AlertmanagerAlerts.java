package dev.shindan.collectors.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.source.AlertSource;
import dev.shindan.agent.source.FiringAlerts;
import dev.shindan.agent.source.FiringAlerts.Firing;
import dev.shindan.agent.source.FiringAlerts.Silence;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.collectors.http.Reply;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.http.StoreClient;
import dev.shindan.collectors.lines.UntrustedText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The alerts that fire in an Alertmanager and its silences, by version 2 of its API
 * (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml). Thread-safe.
 */
public final class AlertmanagerAlerts implements AlertSource, AutoCloseable {
  private static final int TEXT_LENGTH_MAX = 200;

  private final StoreClient client;
  private final String origin;

  public AlertmanagerAlerts(StoreAddress address) {
    this.client = new StoreClient(address);
    this.origin = "Alertmanager at " + address.shown();
  }

  @Override
  public FiringAlerts firing(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    return switch (client.get("/api/v2/alerts", Map.of(), timeout)) {
      case Reply.Nothing nothing ->
          new FiringAlerts.Unavailable(nothing.reason(), nothing.detail());
      case Reply.Body body ->
          body.json()
              .filter(JsonNode::isArray)
              .<FiringAlerts>map(alerts -> found(alerts, silences(deadline)))
              .orElseGet(
                  () ->
                      new FiringAlerts.Unavailable(
                          Reason.UNREADABLE, origin + ": the answer is no list of alerts"));
    };
  }

  /** By their id; empty when they could not be read: the alerts say by themselves that they are. */
  private Optional<Map<String, Silence>> silences(long deadline) {
    Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    return switch (client.get("/api/v2/silences", Map.of(), left)) {
      case Reply.Nothing _ -> Optional.empty();
      case Reply.Body body ->
          body.json()
              .filter(JsonNode::isArray)
              .map(
                  list -> {
                    Map<String, Silence> silences = new HashMap<>();
                    list.forEach(
                        one -> silence(one).ifPresent(found -> silences.put(found.id(), found)));
                    return silences;
                  });
    };
  }

  private static Optional<Silence> silence(JsonNode silence) {
    try {
      return Optional.of(
          new Silence(
              silence.path("id").asText(),
              OffsetDateTime.parse(silence.path("endsAt").asText()).toInstant(),
              UntrustedText.kept("author", silence.path("createdBy").asText(), TEXT_LENGTH_MAX),
              UntrustedText.kept("comment", silence.path("comment").asText(), TEXT_LENGTH_MAX)));
    } catch (DateTimeException notTime) {
      return Optional.empty();
    }
  }

  private FiringAlerts found(JsonNode alerts, Optional<Map<String, Silence>> silences) {
    List<Firing> firing = new ArrayList<>();
    boolean complete = silences.isPresent();
    for (JsonNode alert : alerts) {
      try {
        JsonNode status = alert.path("status");
        List<Silence> quiet = new ArrayList<>();
        for (JsonNode id : status.path("silencedBy")) {
          String text = UntrustedText.cleaned(id.asText(), TEXT_LENGTH_MAX);
          quiet.add(
              silences
                  .map(known -> known.get(text))
                  .orElseGet(() -> new Silence(text, Instant.EPOCH, "unknown", "not readable")));
        }
        firing.add(
            new Firing(
                AlertmanagerPayload.firing(alert), quiet, !status.path("inhibitedBy").isEmpty()));
      } catch (WrongInput misshapen) {
        complete = false;
      }
    }
    return new FiringAlerts.Found(firing, complete, origin);
  }

  @Override
  public Optional<String> check() {
    return switch (client.get("/api/v2/status", Map.of(), client.address().timeout())) {
      case Reply.Nothing nothing -> Optional.of(nothing.detail());
      case Reply.Body body ->
          body.json().filter(status -> status.has("versionInfo")).isPresent()
              ? Optional.empty()
              : Optional.of(client.address().shown() + " does not answer like an Alertmanager");
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
