package dev.shindan.evals.dataset;

import dev.shindan.agent.settings.WrongInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A file of comma-separated values with a line of names first, as RFC 4180 has it; a name that ends
 * in {@code .gz} is compressed.
 */
record CsvTable(Path file, List<String> names, List<List<String>> rows) {
  static CsvTable read(Path file) throws IOException {
    List<List<String>> rows = new Reader(text(file)).rows();
    if (rows.isEmpty()) {
      throw new WrongInput(file.toString(), "expected a line of column names");
    }
    return new CsvTable(file, rows.getFirst(), rows.subList(1, rows.size()));
  }

  /** The values of a column, in order; a row that is too short has an empty one. */
  List<String> column(String name) {
    int at = index(name);
    return rows.stream().map(row -> at < row.size() ? row.get(at) : "").toList();
  }

  /** Where a column stands in each row. */
  int index(String name) {
    int at = names.indexOf(name);
    if (at < 0) {
      throw new WrongInput(file.toString(), "expected a column " + name);
    }
    return at;
  }

  /** A column of numbers; what is empty is NaN. */
  double[] numbers(String name) {
    return column(name).stream().mapToDouble(CsvTable::number).toArray();
  }

  /** The number in a cell; NaN for an empty one. */
  static double number(String cell) {
    return cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
  }

  /** The text of a file, which is unpacked when its name ends in {@code .gz}. */
  static String text(Path file) throws IOException {
    try (InputStream stored = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Reads the text once, from its start. */
  private static final class Reader {
    private final String text;
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> row = new ArrayList<>();
    private int at;

    Reader(String text) {
      this.text = text;
    }

    List<List<String>> rows() {
      while (at < text.length()) {
        row.add(text.charAt(at) == '"' ? quoted() : plain());
        if (at < text.length() && text.charAt(at) == ',') {
          at++;
          if (at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r') {
            row.add("");
            endRow();
          }
        } else {
          endRow();
        }
      }
      return rows;
    }

    private void endRow() {
      rows.add(row);
      row = new ArrayList<>();
      at += text.startsWith("\r\n", at) ? 2 : 1;
    }

    private String plain() {
      int start = at;
      while (at < text.length() && !endsCell(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private static boolean endsCell(char c) {
      return c == ',' || c == '\n' || c == '\r';
    }

    private String quoted() {
      StringBuilder cell = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c != '"') {
          cell.append(c);
        } else if (at < text.length() && text.charAt(at) == '"') {
          cell.append('"');
          at++;
        } else {
          break;
        }
      }
      return cell.toString();
    }
  }
}
