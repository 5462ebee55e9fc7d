package dev.shindan.collectors.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * The hosts behind the active targets of a Prometheus, {@code /api/v1/targets?state=active}: the
 * host part of the instance, with its jobs as roles and its other labels as attributes. Whether a
 * target is up says nothing about whether the host may be examined, so those that are down count
 * too.
 */
public final class PrometheusTargets {
  private PrometheusTargets() {}

  public static List<ListedHost> read(JsonNode body) {
    Map<String, SequencedSet<String>> jobs = new LinkedHashMap<>();
    Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
    for (JsonNode target : body.path("data").path("activeTargets")) {
      JsonNode labels = target.path("labels");
      String host = host(labels.path("instance").asText());
      if (host.isEmpty()) {
        continue;
      }
      jobs.computeIfAbsent(host, _ -> new LinkedHashSet<>()).add(labels.path("job").asText());
      Map<String, String> others = attributes.computeIfAbsent(host, _ -> new LinkedHashMap<>());
      labels
          .properties()
          .forEach(
              label -> {
                if (!label.getKey().equals("instance") && !label.getKey().equals("job")) {
                  others.putIfAbsent(label.getKey(), label.getValue().asText());
                }
              });
    }
    List<ListedHost> hosts = new ArrayList<>();
    jobs.forEach(
        (host, roles) ->
            hosts.add(
                ListedHost.of(
                    ListedHost.named(host),
                    host,
                    List.copyOf(roles),
                    attributes.getOrDefault(host, Map.of()))));
    return hosts;
  }

  /** {@code http://[::1]:9100/x} is {@code ::1}, {@code app1:9100} is {@code app1}. */
  private static String host(String instance) {
    String bare = instance.replaceFirst("^[a-z]+://", "").replaceFirst("/.*$", "");
    return bare.startsWith("[")
        ? bare.replaceFirst("^\\[([^]]*)].*$", "$1")
        : bare.replaceFirst(":[0-9]+$", "");
  }
}
