package dev.shindan.evals.dataset.jc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.collectors.host.tool.HostTools;
import dev.shindan.evals.dataset.Dataset;
import dev.shindan.evals.dataset.DatasetReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Raw outputs of Linux programs with what jc reads out of them: {@code MANIFEST.csv} names family,
 * distribution, raw file and expected document of each. Our readers are given the raw output; rows
 * and mapped values are compared.
 */
public final class JcParsers implements Dataset {
  private static final CallContext CONTEXT =
      new CallContext("jc", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(1));

  /** The committed correspondence. */
  record Maps(List<String> withoutTool, List<FileMap> maps) {}

  private final Maps maps = maps();
  private final Toolbox toolbox =
      new Toolbox(
          HostTools.all(
              (host, command, _) -> {
                throw new IllegalStateException("nothing runs: " + host + command);
              }));

  @Override
  public String name() {
    return "jc-parsers";
  }

  @Override
  public DatasetReport measure(Path directory) throws IOException {
    Path manifest = directory.resolve("MANIFEST.csv");
    if (!Files.exists(manifest)) {
      throw new WrongInput(
          directory.toString(), "has no MANIFEST.csv (family,distro,raw,expected,side)");
    }
    long started = System.nanoTime();
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<String, Tally> tallies = new TreeMap<>();
    for (String line : Files.readAllLines(manifest).stream().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      if (cells.length < 4) {
        throw new WrongInput(manifest.toString(), "expected family,distro,raw,expected: " + line);
      }
      rows.add(row(directory, cells, tallies.computeIfAbsent(cells[0], _ -> new Tally())));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return new DatasetReport(
        name(), rows.size(), metrics(tallies), seconds / Math.max(1, rows.size()), rows);
  }

  private Map<String, Object> row(Path directory, String[] cells, Tally tally) throws IOException {
    String file = Path.of(cells[2]).getFileName().toString();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("family", cells[0]);
    row.put("file", cells[2]);
    Optional<FileMap> map =
        maps.maps().stream().filter(one -> one.fits(cells[0], file)).findFirst();
    if (map.isEmpty()) {
      boolean known = maps.withoutTool().contains(cells[0]);
      row.put("status", known ? "no tool" : "unmapped");
      tally.leftOut(!known);
    } else if (map.get().notCovered().isPresent()) {
      row.put("status", "not covered");
      row.put("because", map.get().notCovered().get());
      tally.leftOut(false);
    } else {
      compared(directory, cells, map.get(), row, tally);
    }
    return row;
  }

  private void compared(
      Path directory, String[] cells, FileMap map, Map<String, Object> row, Tally tally)
      throws IOException {
    String document =
        List.of(cells[3].split(";")).stream()
            .filter(name -> !name.endsWith("-streaming.json"))
            .findFirst()
            .orElse(cells[3]);
    JsonNode expected = Json.MAPPER.readTree(directory.resolve(document).toFile());
    ToolAnswer answer = read(map, Files.readString(directory.resolve(cells[2])));
    row.put("tool", map.tool().orElseThrow());
    if (answer instanceof ToolAnswer.Observed observed) {
      Comparison comparison = Comparison.of(map, observed.facts(), expected);
      row.put("status", comparison.agrees() ? "agrees" : "differs");
      row.put("rowsExpected", comparison.rowsExpected());
      row.put("rowsRead", comparison.rowsRead());
      row.put("values", comparison.values());
      row.put("agreeing", comparison.agreeing());
      row.put("difference", comparison.firstDifference());
      tally.add(comparison);
    } else {
      row.put("status", "unread");
      row.put("difference", Json.write(answer));
      tally.add(Comparison.of(map, MissingNode.getInstance(), expected).unread());
    }
  }

  private ToolAnswer read(FileMap map, String output) {
    String tool = map.tool().orElseThrow();
    // the collection lacks some last line ends, which the programs do print
    String ended = output.endsWith("\n") ? output : output + "\n";
    String laid = map.present().map(frame -> frame.replace("{}", ended)).orElse(ended);
    return toolbox
        .find(tool)
        .orElseThrow(() -> new IllegalStateException("no tool " + tool))
        .read(toolbox.complete(ToolCall.of(tool, "localhost")), RawOutput.of(laid), CONTEXT);
  }

  private static Map<String, Double> metrics(Map<String, Tally> tallies) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    Tally all = new Tally();
    tallies.values().forEach(all::add);
    metrics.put("accuracy", all.accuracy());
    metrics.put("filesInAgreement", all.filesInAgreement());
    metrics.put("filesCovered", all.covered());
    metrics.put("filesUnmapped", all.unmapped());
    tallies.forEach(
        (family, tally) -> {
          if (tally.files() > 0) {
            metrics.put("accuracy." + family, tally.accuracy());
          }
        });
    return metrics;
  }

  private static Maps maps() {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory()).registerModule(new Jdk8Module());
    try (InputStream stream =
        Objects.requireNonNull(JcParsers.class.getResourceAsStream("jc-map.yaml"))) {
      return yaml.readValue(stream, Maps.class);
    } catch (IOException broken) {
      throw new IllegalStateException("jc-map.yaml", broken);
    }
  }
}
