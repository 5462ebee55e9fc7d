package dev.shindan.collectors.mackerel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.source.LabelMatcher;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host or a service that Mackerel holds metrics of.
 *
 * @param path of its metrics in the API
 * @param names what it may be called; each may stand in the label {@code instance}
 * @param labels the others
 */
record Measured(String path, List<String> names, Map<String, String> labels) {
  Measured {
    names = List.copyOf(names);
    labels = Map.copyOf(labels);
  }

  /** A host goes by its name, the first part of it, its display name and its addresses. */
  static List<Measured> hosts(JsonNode body) {
    List<Measured> hosts = new ArrayList<>();
    for (JsonNode host : body.path("hosts")) {
      String name = host.path("name").asText();
      if (host.path("id").asText().isEmpty() || host.path("isRetired").asBoolean()) {
        continue;
      }
      List<String> names = new ArrayList<>(List.of(name, name.replaceFirst("[.].*$", "")));
      names.add(host.path("displayName").asText());
      host.path("interfaces").forEach(card -> names.add(card.path("ipAddress").asText()));
      hosts.add(
          new Measured(
              "/api/v0/hosts/" + encoded(host.path("id").asText()),
              names.stream()
                  .filter(one -> !one.isBlank() && !one.equals("null") && !one.startsWith("127."))
                  .distinct()
                  .toList(),
              Map.of()));
    }
    return hosts;
  }

  static List<Measured> services(JsonNode body) {
    List<Measured> services = new ArrayList<>();
    for (JsonNode service : body.path("services")) {
      String name = service.path("name").asText();
      if (!name.isEmpty()) {
        services.add(
            new Measured(
                "/api/v0/services/" + encoded(name), List.of(name), Map.of("service", name)));
      }
    }
    return services;
  }

  /** The labels of one of its metrics under the first of its names that fits; empty if none. */
  Optional<Map<String, String>> labels(String metric, List<LabelMatcher> matchers) {
    for (String name : names) {
      Map<String, String> all = new HashMap<>(labels);
      all.put("instance", name);
      all.put("__name__", seriesName(metric));
      if (matchers.stream().allMatch(matcher -> fits(matcher, all))) {
        return Optional.of(all);
      }
    }
    return Optional.empty();
  }

  /** Whether any of its metrics could fit. */
  boolean mayFit(List<LabelMatcher> matchers) {
    List<LabelMatcher> others =
        matchers.stream().filter(matcher -> !matcher.label().equals("__name__")).toList();
    return labels("", others).isPresent();
  }

  /** {@code cpu.user.percentage} is {@code cpu_user_percentage}, as other stores would name it. */
  private static String seriesName(String metric) {
    return metric.replaceAll("[^A-Za-z0-9_:]", "_");
  }

  private static boolean fits(LabelMatcher matcher, Map<String, String> labels) {
    String value = labels.getOrDefault(matcher.label(), "");
    return switch (matcher.operator()) {
      case EQUALS -> value.equals(matcher.value());
      case NOT_EQUALS -> !value.equals(matcher.value());
      case MATCHES -> Pattern.matches(matcher.value(), value);
      case NOT_MATCHES -> !Pattern.matches(matcher.value(), value);
    };
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
