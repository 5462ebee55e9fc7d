package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.shindan.agent.tool.ToolAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is damaged in one line is refused, or leaves what the other lines say alone; a changed digit
 * is read as that digit. {@code -Dfuzz.mutations=100000} tries more than every build does.
 */
@Execution(ExecutionMode.CONCURRENT) // by ./dev fuzz alone
final class ReaderFuzzTest {
  private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 2000);
  private static final long SEED = 20260101L;

  /** Tools each of whose rows is read from one line of the output alone. */
  private static final Set<String> LINE_BY_LINE =
      Set.of(
          "disk_usage",
          "inode_usage",
          "mounts",
          "processes",
          "sockets_listen",
          "packet_filter",
          "login_history",
          "cron_jobs",
          "who",
          "kernel_log",
          "failed_units",
          "vmstat",
          "pressure",
          "kernel_parameters");

  static List<Golden> goldens() {
    return Golden.all().stream()
        .filter(golden -> LINE_BY_LINE.contains(golden.tool().spec().name()))
        .filter(golden -> golden.read(golden.text()) instanceof ToolAnswer.Observed)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void damageInOneLineIsRefusedOrLeavesTheOtherRowsAlone(Golden golden) {
    Random random = new Random(SEED);
    List<String> lines = golden.text().lines().toList();
    Map<String, List<JsonNode>> before = rows(golden, golden.text());
    for (int i = 0; i < MUTATIONS / 10; i++) {
      int at = random.nextInt(lines.size());
      String damaged = Mutation.of(lines.get(at), random).replace("\n", " ").replace("\r", " ");
      if (damaged.startsWith(Section.COMMAND_MARK) || damaged.startsWith(Section.COMPLAINT_MARK)) {
        continue;
      }
      List<String> now = new ArrayList<>(lines);
      now.set(at, damaged);
      ToolAnswer answer = golden.read(String.join("\n", now) + "\n");
      if (answer instanceof ToolAnswer.Observed observed) {
        rows(observed.facts())
            .forEach(
                (line, rows) -> {
                  if (!line.equals(damaged) && !damaged.contains(line)) {
                    assertThat(before.get(line))
                        .as("%s, line %d damaged to %s", golden, at, damaged)
                        .isNotNull()
                        .containsAll(rows);
                  }
                });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void aChangedDigitIsReadAsThatDigit(Golden golden) {
    Random random = new Random(SEED);
    String text = golden.text();
    Map<String, List<JsonNode>> before = rows(golden, text);
    for (int i = 0; i < MUTATIONS / 10; i++) {
      int at = random.nextInt(text.length());
      if (!Character.isDigit(text.charAt(at))) {
        continue;
      }
      StringBuilder changed = new StringBuilder(text);
      changed.setCharAt(at, (char) ('0' + random.nextInt(10)));
      String line = lineAt(text, at);
      String now = lineAt(changed.toString(), at);
      if (golden.read(changed.toString()) instanceof ToolAnswer.Observed observed) {
        Map<String, List<JsonNode>> after = rows(observed.facts());
        List<JsonNode> then = before.getOrDefault(line, List.of());
        List<JsonNode> rows = after.getOrDefault(now, List.of());
        if (then.size() == 1 && rows.size() == 1) {
          assertThat(strangers(then.getFirst(), rows.getFirst(), line, now))
              .as("%s: %s became %s", golden, line, now)
              .isEmpty();
        }
      }
    }
  }

  /** Values that stood in the old line as they are, but do not stand in the new one. */
  private static List<String> strangers(JsonNode then, JsonNode now, String line, String changed) {
    List<String> strangers = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : then.properties()) {
      String old = field.getValue().asText();
      String read = now.path(field.getKey()).asText();
      boolean shown = field.getValue().asDouble() != 0 && standsIn(old, line);
      if (field.getValue().isNumber() && shown && !standsIn(read, changed)) {
        strangers.add(field.getKey() + "=" + read);
      }
    }
    return strangers;
  }

  private static boolean standsIn(String number, String line) {
    return line.contains(number) || line.contains(number.replaceFirst("\\.0$", ""));
  }

  private static String lineAt(String text, int at) {
    int start = text.lastIndexOf('\n', at - 1) + 1;
    int end = text.indexOf('\n', at);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static Map<String, List<JsonNode>> rows(Golden golden, String text) {
    return rows(((ToolAnswer.Observed) golden.read(text)).facts());
  }

  /** What stands in the row itself; rows within it have lines of their own. */
  private static JsonNode withoutRows(JsonNode row) {
    ObjectNode own = JsonNodeFactory.instance.objectNode();
    row.properties().stream()
        .filter(field -> !field.getValue().isArray())
        .forEach(field -> own.set(field.getKey(), field.getValue()));
    return own;
  }

  /** Every row of the facts by the line it was read from. */
  private static Map<String, List<JsonNode>> rows(JsonNode facts) {
    Map<String, List<JsonNode>> rows = new HashMap<>();
    for (JsonNode parent : facts.findParents("line")) {
      if (!parent.path("line").isContainerNode()) {
        rows.computeIfAbsent(parent.path("line").asText(), _ -> new ArrayList<>())
            .add(withoutRows(parent));
      }
    }
    return rows;
  }
}
