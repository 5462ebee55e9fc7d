package dev.shindan.evals.dataset;

import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.signal.LogTemplates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Log templates: a folder for each system, with its lines and the true template of each. */
final class Loghub implements Dataset {
  private static final String SUFFIX = "_2k.log_structured.csv";

  @Override
  public String name() {
    return "loghub";
  }

  @Override
  public DatasetReport measure(Path directory) throws IOException {
    long start = System.nanoTime();
    List<Map<String, Object>> rows = new ArrayList<>();
    double sum = 0;
    for (Path system : CaseFolders.of(directory)) {
      Path file = system.resolve(system.getFileName() + SUFFIX);
      CsvTable table = CsvTable.read(file);
      List<String> truth = table.column("EventId");
      Found found = found(table.column("Content"));
      double accuracy = GroupingAccuracy.of(found.templateOfLine(), truth);
      sum += accuracy;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("case", system.getFileName().toString());
      row.put("groupingAccuracy", Rounded.of(accuracy));
      row.put("lines", truth.size());
      row.put("templates", found.templates());
      row.put("trueTemplates", truth.stream().distinct().count());
      rows.add(row);
    }
    if (rows.isEmpty()) {
      throw new WrongInput(directory.toString(), "expected a folder for each system");
    }
    double mean = Rounded.of(sum / rows.size());
    return new DatasetReport(
        name(),
        rows.size(),
        Map.of("groupingAccuracy", mean),
        Rounded.secondsEach(start, rows.size()),
        rows);
  }

  /** What the method says of the lines; it never sees the truth. */
  private record Found(List<Integer> templateOfLine, int templates) {}

  private static Found found(List<String> lines) {
    LogTemplates templates = new LogTemplates();
    int[] shapes = lines.stream().mapToInt(templates::add).toArray();
    int[] templateOf = templates.templateOf();
    List<Integer> found = new ArrayList<>();
    for (int shape : shapes) {
      found.add(templateOf[shape]);
    }
    return new Found(found, templates.templates().size());
  }
}
