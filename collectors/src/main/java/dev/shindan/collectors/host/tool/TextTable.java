package dev.shindan.collectors.host.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One line of a table whose columns are parted by blanks, by the names of its heading.
 *
 * @param cells by the heading's names
 */
record TextTable(Map<String, String> cells, String line) {
  /** Reads a row that has exactly as many cells as the heading. */
  static TextTable row(List<String> heads, String line) {
    String[] cells = line.strip().split("\\s+");
    if (cells.length != heads.size()) {
      throw new UnreadableOutput(heads.size() + " columns", line);
    }
    return of(heads, cells, line);
  }

  /** Reads a row whose last cell may hold blanks, or be missing. */
  static TextTable openRow(List<String> heads, String line) {
    String[] cells = line.strip().split("\\s+", heads.size());
    if (cells.length < heads.size() - 1) {
      throw new UnreadableOutput("at least " + (heads.size() - 1) + " columns", line);
    }
    return of(heads, cells, line);
  }

  static List<String> heads(String line) {
    return new ArrayList<>(Arrays.asList(line.strip().split("\\s+")));
  }

  /** The names of a heading, each of which must be one that the program is known to print. */
  static List<String> heads(String line, Set<String> known) {
    List<String> heads = heads(line);
    if (!known.containsAll(heads) || heads.stream().distinct().count() != heads.size()) {
      throw new UnreadableOutput("a heading that is known", line);
    }
    return heads;
  }

  private static TextTable of(List<String> heads, String[] cells, String line) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      byName.put(heads.get(i), cells[i]);
    }
    return new TextTable(byName, line);
  }

  boolean has(String name) {
    return cells.containsKey(name);
  }

  String text(String name) {
    String cell = cells.get(name);
    if (cell == null) {
      throw new UnreadableOutput("a column " + name, line);
    }
    return cell;
  }

  double decimal(String name) {
    return Cells.decimal(text(name), line);
  }

  long whole(String name) {
    return Cells.whole(text(name), line);
  }
}
