package dev.shindan.collectors.host.tool;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the table of {@code free}, in kibibytes, or with {@code -h} in thousands as it prints. */
final class FreeTable {
  private static final Set<String> HEADS =
      Set.of(
          "total",
          "used",
          "free",
          "shared",
          "buffers",
          "cached",
          "cache",
          "buff/cache",
          "available");

  private FreeTable() {}

  static Memory read(List<String> lines) {
    List<String> heads = TextTable.heads(lines.getFirst(), HEADS);
    heads.addFirst("row");
    TextTable memory = row("Mem:", heads, lines);
    TextTable swap = row("Swap:", heads.subList(0, 4), lines);
    long swapTotal = bytes(swap, "total");
    long swapFree = bytes(swap, "free");
    long swapUsed = bytes(swap, "used");
    long total = bytes(memory, "total");
    Optional<Long> available = optional(memory, "available");
    return new Memory(
        total,
        bytes(memory, "free"),
        available,
        available.map(bytes -> Cells.percent(bytes.longValue(), total)),
        optional(memory, "buffers"),
        // with buff/cache the two are one number, which is neither
        optional(memory, heads.contains("cache") ? "cache" : "cached"),
        Optional.empty(),
        bytes(memory, "shared"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        swapTotal,
        swapFree,
        swapUsed,
        Cells.percent(swapUsed, swapTotal),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>(Map.of("totalBytes", memory.line(), "swapTotalBytes", swap.line())));
  }

  private static TextTable row(String name, List<String> heads, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> TextTable.row(heads, line))
        .findFirst()
        .orElseThrow(() -> new UnreadableOutput("a line " + name, lines.getLast()));
  }

  private static Optional<Long> optional(TextTable row, String name) {
    return row.has(name) ? Optional.of(bytes(row, name)) : Optional.empty();
  }

  private static long bytes(TextTable row, String name) {
    String text = row.text(name);
    boolean bare = Character.isDigit(text.charAt(text.length() - 1));
    return bare ? Cells.whole(text, row.line()) * 1024 : Cells.human(text, 1024, row.line());
  }
}
