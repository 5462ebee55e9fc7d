package dev.shindan.collectors.spans;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The few attributes of a span that tell what was called and how it ended, under one name each. */
public final class Attributes {
  private static final int VALUE_CHARACTERS_MAX = 160;

  /** The names of OpenTelemetry as they were before and are since version 1.20. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("span.kind", "span.kind"),
          Map.entry("http.status_code", "http.status_code"),
          Map.entry("http.response.status_code", "http.status_code"),
          Map.entry("http.method", "http.method"),
          Map.entry("http.request.method", "http.method"),
          Map.entry("rpc.grpc.status_code", "rpc.grpc.status_code"),
          Map.entry("peer.service", "peer.service"),
          Map.entry("net.peer.name", "peer.address"),
          Map.entry("server.address", "peer.address"),
          Map.entry("db.system", "db.system"),
          Map.entry("db.system.name", "db.system"),
          Map.entry("messaging.system", "messaging.system"),
          Map.entry("host.name", "host.name"),
          Map.entry("hostname", "host.name"),
          Map.entry("host", "host.name"),
          Map.entry("k8s.pod.name", "k8s.pod.name"),
          Map.entry("error", "error"),
          Map.entry("exception.type", "exception.type"),
          Map.entry("error.type", "exception.type"));

  private static final Set<String> NO_ERROR = Set.of("false", "0", "ok", "unset", "");

  private Attributes() {}

  /** Of all that the store has, what is kept. */
  public static Map<String, String> kept(Map<String, String> all) {
    Map<String, String> kept = new TreeMap<>();
    all.forEach(
        (name, value) -> {
          String known = NAMES.get(name);
          if (known != null && !value.isBlank()) {
            kept.put(known, shortened(value));
          }
        });
    kept.computeIfPresent("span.kind", (_, kind) -> kind(kind));
    return kept;
  }

  /**
   * Whether the operation failed: the span says so, or it answered HTTP 5xx. A span kind of {@code
   * SPAN_KIND_SERVER} and one of {@code SERVER} are the same.
   *
   * @param status what OpenTelemetry calls the status of the span; empty when there is none
   */
  public static boolean failed(Map<String, String> kept, String status) {
    String said = kept.getOrDefault("error", "").toLowerCase(Locale.ROOT);
    return !NO_ERROR.contains(said)
        || status.equals("2")
        || status.toUpperCase(Locale.ROOT).endsWith("ERROR")
        || kept.getOrDefault("http.status_code", "").matches("5\\d\\d");
  }

  static String kind(String written) {
    return written.toLowerCase(Locale.ROOT).replace("span_kind_", "");
  }

  private static String shortened(String value) {
    return value.length() <= VALUE_CHARACTERS_MAX
        ? value
        : value.substring(0, VALUE_CHARACTERS_MAX);
  }
}
