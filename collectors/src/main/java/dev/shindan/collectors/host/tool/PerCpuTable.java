package dev.shindan.collectors.host.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of the kernel with one column a processor: {@code /proc/interrupts}, {@code
 * /proc/softirqs}.
 *
 * @param rows by name
 */
record PerCpuTable(int cpuCount, Map<String, Row> rows) {
  /**
   * @param counts since boot by processor; a row may have fewer than there are processors
   */
  record Row(String name, List<Long> counts, String description, String line) {}

  static PerCpuTable of(List<String> lines) {
    List<String> heads = TextTable.heads(lines.getFirst());
    if (lines.size() < 2 || heads.stream().anyMatch(head -> !head.matches("CPU\\d+"))) {
      throw new UnreadableOutput("a heading CPU0", lines.getFirst());
    }
    Map<String, Row> rows = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      Row row = row(line, heads.size());
      if (rows.put(row.name(), row) != null) {
        throw new UnreadableOutput("each name once", line);
      }
    }
    return new PerCpuTable(heads.size(), rows);
  }

  private static Row row(String line, int cpus) {
    int colon = line.indexOf(':');
    if (colon < 1 || !line.substring(0, colon).strip().matches("[A-Za-z0-9_-]+")) {
      throw new UnreadableOutput("a name and counts", line);
    }
    String[] cells = line.substring(colon + 1).strip().split("\\s+", cpus + 1);
    List<Long> counts = new ArrayList<>();
    int at = 0;
    while (at < Math.min(cpus, cells.length) && cells[at].matches("[0-9]{1,19}")) {
      counts.add(Cells.whole(cells[at], line));
      at++;
    }
    if (counts.isEmpty() || (counts.size() != cpus && at != cells.length)) {
      throw new UnreadableOutput(cpus + " counts", line);
    }
    return new Row(
        line.substring(0, colon).strip(),
        List.copyOf(counts),
        at < cells.length ? cells[at].replaceAll("\\s+", " ") : "",
        line);
  }
}
