package dev.shindan.collectors.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.collectors.lines.UntrustedText;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decodes the body of Alertmanager's webhook, version 4
 * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config).
 *
 * <p>Unknown fields are ignored; a missing or misshapen one is a {@link WrongInput} that names its
 * path. All text is untrusted: cut to a length and freed of control characters. Thread-safe.
 */
public final class AlertmanagerPayload {
  /** The source name of the alerts. */
  public static final String SOURCE = "alertmanager";

  private static final int LABELS_MAX = 64;
  private static final int NAME_LENGTH_MAX = 128;
  private static final int VALUE_LENGTH_MAX = 1024;

  private final int alertsMax;

  /**
   * @param alertsMax a body with more alerts is refused as a whole, so that none is lost unseen
   */
  public AlertmanagerPayload(int alertsMax) {
    if (alertsMax < 1) {
      throw new IllegalArgumentException("alertsMax is 1 or more");
    }
    this.alertsMax = alertsMax;
  }

  /**
   * The alerts in the order of the body; never empty.
   *
   * @throws WrongInput one line with the path of the field and what was expected
   */
  public List<Alert> decode(byte[] body) {
    JsonNode root = parse(body);
    String version = text(root, "version", "");
    if (!version.equals("4")) {
      throw wrong("version", "is '" + UntrustedText.cleaned(version, 20) + "'; 4 was expected");
    }
    JsonNode alerts = root.path("alerts");
    if (!alerts.isArray() || alerts.isEmpty()) {
      throw wrong("alerts", "a list of at least one alert was expected");
    }
    if (alerts.size() > alertsMax) {
      throw wrong(
          "alerts", "has " + alerts.size() + " alerts; at most " + alertsMax + " are taken");
    }
    List<Alert> decoded = new ArrayList<>();
    for (int i = 0; i < alerts.size(); i++) {
      decoded.add(alert(alerts.get(i), "alerts[" + i + "]."));
    }
    return List.copyOf(decoded);
  }

  private static JsonNode parse(byte[] body) {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(body);
    } catch (IOException | RuntimeException notJson) {
      throw new WrongInput(SOURCE, "the body is not valid JSON");
    }
    if (root == null || !root.isObject()) {
      throw new WrongInput(SOURCE, "the body is not a JSON object");
    }
    return root;
  }

  private static Alert alert(JsonNode alert, String path) {
    if (!alert.isObject()) {
      throw wrong(path.substring(0, path.length() - 1), "an object was expected");
    }
    return alert(alert, path, firing(text(alert, "status", path), path));
  }

  /**
   * An alert of the API, which lists only those that fire.
   *
   * @throws WrongInput when it is misshapen
   */
  static Alert firing(JsonNode alert) {
    if (!alert.isObject()) {
      throw wrong("alert", "an object was expected");
    }
    return alert(alert, "alert.", true);
  }

  private static Alert alert(JsonNode alert, String path, boolean firing) {
    if (!alert.path("labels").isObject()) {
      throw wrong(path + "labels", "an object was expected");
    }
    String name = text(alert.path("labels"), "alertname", path + "labels.");
    Map<String, String> labels = texts(alert.path("labels"), path + "labels");
    return new Alert(
        SOURCE,
        required(text(alert, "fingerprint", path), path + "fingerprint"),
        required(name, path + "labels.alertname"),
        severity(labels.getOrDefault("severity", "")),
        firing,
        time(alert, "startsAt", path),
        firing ? Optional.empty() : Optional.of(time(alert, "endsAt", path)),
        labels,
        texts(alert.path("annotations"), path + "annotations"));
  }

  private static boolean firing(String status, String path) {
    return switch (status) {
      case "firing" -> true;
      case "resolved" -> false;
      default ->
          throw wrong(
              path + "status",
              "is '" + UntrustedText.cleaned(status, 20) + "'; firing or resolved was expected");
    };
  }

  /** What is not known to be mild or severe is a warning: it must neither wake nor be lost. */
  private static Severity severity(String label) {
    return switch (label.toLowerCase(Locale.ROOT)) {
      case "critical",
          "crit",
          "page",
          "emergency",
          "fatal",
          "alert",
          "error",
          "high",
          "p1",
          "sev1" ->
          Severity.CRITICAL;
      case "info", "information", "informational", "notice", "none", "debug", "low" ->
          Severity.INFO;
      default -> Severity.WARNING;
    };
  }

  private static Instant time(JsonNode alert, String field, String path) {
    String text = text(alert, field, path);
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notTime) {
      throw wrong(
          path + field,
          "is '" + UntrustedText.cleaned(text, 40) + "'; a time of RFC 3339 was expected");
    }
  }

  private static Map<String, String> texts(JsonNode object, String path) {
    if (object.isMissingNode() || object.isNull()) {
      return Map.of();
    }
    if (!object.isObject()) {
      throw wrong(path, "an object was expected");
    }
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = UntrustedText.cleaned(entry.getKey(), NAME_LENGTH_MAX);
      if (!entry.getValue().isTextual()) {
        throw wrong(path + "." + name, "text was expected");
      }
      if (texts.size() < LABELS_MAX || name.equals("alertname") || name.equals("severity")) {
        texts.put(name, UntrustedText.kept(name, entry.getValue().textValue(), VALUE_LENGTH_MAX));
      }
    }
    return texts;
  }

  private static String text(JsonNode object, String field, String path) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      throw wrong(path + field, "is missing; text was expected");
    }
    if (!value.isTextual()) {
      throw wrong(path + field, "text was expected");
    }
    return value.textValue();
  }

  private static String required(String value, String path) {
    String clean = UntrustedText.cleaned(value, NAME_LENGTH_MAX);
    if (clean.isBlank()) {
      throw wrong(path, "is empty; text was expected");
    }
    return clean;
  }

  private static WrongInput wrong(String path, String expected) {
    return new WrongInput(SOURCE, path + " " + expected);
  }
}
