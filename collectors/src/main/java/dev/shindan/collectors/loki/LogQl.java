package dev.shindan.collectors.loki;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogQuery;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes a query in Loki's language; nothing in a value can leave its string. */
final class LogQl {
  private LogQl() {}

  /** The lines of a target whose streams carry its name, address or service in a label. */
  static String lines(LogQuery query, String label) {
    String text = query.text().map(words -> " |= " + quoted(words)).orElse("");
    return "{" + label + "=~" + quoted(names(query.target())) + "}" + text + level(query.atLeast());
  }

  static String counted(LogQuery query, String label) {
    return "sum(count_over_time(%s [%ds]))"
        .formatted(lines(query, label), query.bucket().toSeconds());
  }

  /** Loki anchors label patterns at both ends. */
  private static String names(Target target) {
    Set<String> names = new TreeSet<>(target.addresses());
    names.add(target.name());
    names.addAll(target.services());
    return names.stream()
        .map(name -> name.replaceAll("[^A-Za-z0-9_-]", "\\\\$0"))
        .collect(Collectors.joining("|", "(", ")(:[0-9]+)?"));
  }

  /** Most streams carry no level, so the line itself is searched for one. */
  private static String level(LogLevel atLeast) {
    String fatal = "fatal|critical|crit|panic|emerg|alert";
    String words =
        switch (atLeast) {
          case UNKNOWN, DEBUG -> "";
          case INFO -> "info|notice|warn|warning|error|err|severe|" + fatal;
          case WARNING -> "warn|warning|error|err|severe|" + fatal;
          case ERROR -> "error|err|severe|" + fatal;
          case FATAL -> fatal;
        };
    return words.isEmpty() ? "" : " |~ " + quoted("(?i)\\b(" + words + ")\\b");
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + '"';
  }
}
