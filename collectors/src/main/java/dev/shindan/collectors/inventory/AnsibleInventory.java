package dev.shindan.collectors.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.shindan.agent.settings.WrongInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A static inventory of Ansible, as INI or YAML: hosts with their groups (those of groups too), and
 * of the variables {@code ansible_host}, {@code ansible_user}, {@code ansible_port} and {@code
 * ansible_ssh_private_key_file}, its own before those of its groups. Nothing is run, no vault
 * opened.
 */
public final class AnsibleInventory {
  private static final Pattern RANGE = Pattern.compile("\\[(\\d+):(\\d+)]");
  private static final Pattern VARIABLE =
      Pattern.compile("([A-Za-z0-9_]+)=(\"[^\"]*\"|'[^']*'|\\S+)");
  private static final int RANGE_MAX = 10_000;

  private final String where;
  private final Map<String, Map<String, String>> hosts = new LinkedHashMap<>();
  private final Map<String, SequencedSet<String>> members = new LinkedHashMap<>();
  private final Map<String, SequencedSet<String>> children = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> groupVariables = new LinkedHashMap<>();

  private AnsibleInventory(String where) {
    this.where = where;
  }

  /**
   * @param where the name of the file; {@code .yaml} and {@code .yml} are YAML, all else is INI
   */
  public static List<ListedHost> read(String where, String text) {
    AnsibleInventory inventory = new AnsibleInventory(where);
    if (where.endsWith(".yaml") || where.endsWith(".yml")) {
      inventory.readYaml(text);
    } else {
      inventory.readIni(text);
    }
    return inventory.listed();
  }

  private void readIni(String text) {
    String group = "ungrouped";
    String part = "";
    List<String> lines = text.lines().toList();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).replaceFirst("(^|\\s)[#;].*", "").strip();
      if (line.isEmpty()) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]") && !RANGE.matcher(line).matches()) {
        String[] words = line.substring(1, line.length() - 1).split(":", 2);
        group = words[0];
        part = words.length > 1 ? words[1] : "";
        continue;
      }
      switch (part) {
        case "" -> host(line, group);
        case "children" -> of(children, group).add(line);
        case "vars" -> {
          String[] words = line.split("=", 2);
          if (words.length < 2) {
            throw new WrongInput(where + ":" + number, "key=value was expected");
          }
          variables(group).put(words[0].strip(), unquoted(words[1].strip()));
        }
        default ->
            throw new WrongInput(
                where + ":" + number, "':" + part + "' is unknown; children or vars was expected");
      }
    }
  }

  private void host(String line, String group) {
    String[] words = line.split("\\s+", 2);
    Map<String, String> variables = new LinkedHashMap<>();
    if (words.length > 1) {
      Matcher variable = VARIABLE.matcher(words[1]);
      while (variable.find()) {
        variables.put(variable.group(1), unquoted(variable.group(2)));
      }
    }
    for (String name : expanded(words[0])) {
      hosts.computeIfAbsent(name, _ -> new LinkedHashMap<>()).putAll(variables);
      of(members, group).add(name);
    }
  }

  private List<String> expanded(String written) {
    Matcher range = RANGE.matcher(written);
    if (!range.find()) {
      return List.of(written);
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    if (last - first >= RANGE_MAX || last < first) {
      throw new WrongInput(where, "the range " + range.group() + " is too long or runs backwards");
    }
    List<String> names = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      String digits = ("%0" + range.group(1).length() + "d").formatted(i);
      names.addAll(
          expanded(written.substring(0, range.start()) + digits + written.substring(range.end())));
    }
    return names;
  }

  private void readYaml(String text) {
    JsonNode tree;
    try {
      tree = new YAMLMapper().readTree(text);
    } catch (JsonProcessingException wrong) {
      throw new WrongInput(where + ":" + wrong.getLocation().getLineNr(), "is not valid YAML");
    }
    tree.properties().forEach(group -> group(group.getKey(), group.getValue()));
  }

  private void group(String name, JsonNode group) {
    group
        .path("hosts")
        .properties()
        .forEach(
            host -> {
              for (String expanded : expanded(host.getKey())) {
                Map<String, String> variables =
                    hosts.computeIfAbsent(expanded, _ -> new LinkedHashMap<>());
                host.getValue()
                    .properties()
                    .forEach(one -> variables.put(one.getKey(), one.getValue().asText()));
                of(members, name).add(expanded);
              }
            });
    group
        .path("vars")
        .properties()
        .forEach(one -> variables(name).put(one.getKey(), one.getValue().asText()));
    group
        .path("children")
        .properties()
        .forEach(
            child -> {
              of(children, name).add(child.getKey());
              group(child.getKey(), child.getValue());
            });
  }

  private List<ListedHost> listed() {
    List<ListedHost> listed = new ArrayList<>();
    for (String host : hosts.keySet()) {
      SequencedSet<String> groups = groupsOf(host);
      listed.add(
          new ListedHost(
              ListedHost.named(host),
              variable(host, groups, "ansible_host").orElse(host),
              groups.stream().filter(group -> !group.equals("ungrouped")).toList(),
              Map.of(),
              variable(host, groups, "ansible_user"),
              variable(host, groups, "ansible_port").map(this::port),
              variable(host, groups, "ansible_ssh_private_key_file")));
    }
    return listed;
  }

  private int port(String written) {
    if (!written.matches("[0-9]{1,5}")) {
      throw new WrongInput(where, "ansible_port: a number was expected, not '" + written + "'");
    }
    return Integer.parseInt(written);
  }

  /** The nearest first: those the host is in, then those that hold these. */
  private SequencedSet<String> groupsOf(String host) {
    SequencedSet<String> groups = new LinkedHashSet<>();
    members.forEach(
        (group, names) -> {
          if (names.contains(host)) {
            groups.add(group);
          }
        });
    int before;
    do {
      before = groups.size();
      children.forEach(
          (group, below) -> {
            if (below.stream().anyMatch(groups::contains)) {
              groups.add(group);
            }
          });
    } while (groups.size() > before);
    groups.remove("all");
    return groups;
  }

  private Optional<String> variable(String host, SequencedSet<String> groups, String name) {
    List<Map<String, String>> places = new ArrayList<>();
    places.add(hosts.getOrDefault(host, Map.of()));
    groups.forEach(group -> places.add(groupVariables.getOrDefault(group, Map.of())));
    places.add(groupVariables.getOrDefault("all", Map.of()));
    return places.stream()
        .map(place -> place.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty() && !value.contains("{{"))
        .findFirst();
  }

  private Map<String, String> variables(String group) {
    return groupVariables.computeIfAbsent(group, _ -> new LinkedHashMap<>());
  }

  private static SequencedSet<String> of(Map<String, SequencedSet<String>> sets, String group) {
    return sets.computeIfAbsent(group, _ -> new LinkedHashSet<>());
  }

  private static String unquoted(String value) {
    return value.replaceAll("^[\"']|[\"']$", "");
  }
}
