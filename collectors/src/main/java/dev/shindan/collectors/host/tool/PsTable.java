package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.tool.Processes.ProcessEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads {@code ps aux} and {@code ps -ef} by their heading; what these do not show is absent. */
final class PsTable {
  private static final Set<List<String>> HEADINGS =
      Set.of(
          TextTable.heads("USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND"),
          TextTable.heads("UID PID PPID C STIME TTY TIME CMD"));

  private PsTable() {}

  static boolean headed(String line) {
    String last = TextTable.heads(line).getLast();
    return !line.matches("\\s*\\d.*") && (last.equals("COMMAND") || last.equals("CMD"));
  }

  static List<ProcessEntry> rows(List<String> lines) {
    List<String> heads = TextTable.heads(lines.getFirst());
    if (!HEADINGS.contains(heads)) {
      throw new UnreadableOutput("a heading of ps aux or ps -ef", lines.getFirst());
    }
    List<ProcessEntry> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      rows.add(process(TextTable.openRow(heads, line), heads.getLast()));
    }
    if (rows.isEmpty()) {
      throw new UnreadableOutput("rows of ps", lines.getFirst());
    }
    return rows;
  }

  private static ProcessEntry process(TextTable row, String last) {
    String arguments = row.text(last);
    String program = arguments.split(" ", 2)[0];
    return new ProcessEntry(
        Cells.small(row.text("PID"), row.line()),
        optional(row, "PPID", Cells::small),
        row.text(row.has("USER") ? "USER" : "UID"),
        optional(row, "STAT", PsTable::state),
        optional(row, "%CPU", Cells::decimal),
        optional(row, "%MEM", Cells::decimal),
        optional(row, "RSS", Cells::whole).map(kibibytes -> kibibytes * 1024),
        optional(row, "ELAPSED", Cells::whole),
        optional(row, "NLWP", Cells::small),
        optional(row, "WCHAN", (text, _) -> text),
        program.startsWith("[") ? program : program.substring(program.lastIndexOf('/') + 1),
        Processes.shortened(arguments),
        row.line());
  }

  private static String state(String text, String line) {
    if (!text.matches("[A-Z]\\S*")) {
      throw new UnreadableOutput("a state instead of '" + text + "'", line);
    }
    return text;
  }

  private static <T> Optional<T> optional(
      TextTable row, String name, BiFunction<String, String, T> read) {
    return row.has(name) ? Optional.of(read.apply(row.text(name), row.line())) : Optional.empty();
  }
}
