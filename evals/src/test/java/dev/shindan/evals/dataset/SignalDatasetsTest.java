package dev.shindan.evals.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.settings.WrongInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalDatasetsTest {
  @TempDir private Path directory;

  @Test
  void aTableHasQuotedCellsEmptyCellsAndLineBreaks() throws IOException {
    Path file = directory.resolve("t.csv");
    Files.writeString(file, "a,b,c\r\n1,\"x, \"\"y\"\"\nz\",\r\n2,,3\n");

    CsvTable table = CsvTable.read(file);

    assertThat(table.column("b")).containsExactly("x, \"y\"\nz", "");
    assertThat(table.column("c")).containsExactly("", "3");
    assertThat(table.numbers("c")).containsExactly(Double.NaN, 3);
    assertThatThrownBy(() -> table.column("d")).isInstanceOf(WrongInput.class);
  }

  @Test
  void logTemplatesAreScoredBySystem() throws IOException {
    Path system = Files.createDirectories(directory.resolve("Sys"));
    Files.writeString(
        system.resolve("Sys_2k.log_structured.csv"),
        "LineId,Content,EventId\n1,took 3 ms,E1\n2,took 4 ms,E1\n3,\"done, all\",E2\n");

    DatasetReport report = Datasets.named("loghub").measure(directory);

    assertThat(report.cases()).isEqualTo(1);
    assertThat(report.metrics()).containsEntry("groupingAccuracy", 1.0);
    assertThat(report.rows().getFirst()).containsEntry("case", "Sys").containsEntry("lines", 3);
  }

  @Test
  void changePointsAreScoredAgainstEachAnnotator() throws IOException {
    StringBuilder raw = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      raw.append(i == 0 ? "" : ",")
          .append(i == 7 ? "null" : (i < 60 ? 0 : 9) + random.nextGaussian());
    }
    Files.writeString(directory.resolve("one.json"), "{\"series\": [{\"raw\": [" + raw + "]}]}");
    Files.writeString(
        directory.resolve("annotations.json"), "{\"one\": {\"1\": [60], \"2\": [61]}}");

    DatasetReport report = Datasets.named("tcpd").measure(directory);

    assertThat(report.metrics().get("f1")).isEqualTo(1);
    assertThat(report.metrics().get("cover")).isGreaterThan(0.95);
  }

  @Test
  void keptSeriesAreScoredAgainstTheAnomalousOnes() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("case"));
    table(folder.resolve("metrics.csv.gz"), "X1,X2,X3", 0, 80, 60);
    Files.writeString(folder.resolve("ground_truth.json"), "{\"anomalous\": [\"X1\"]}");

    assertThat(Datasets.named("metricsifter-synthetic").measure(directory).metrics())
        .containsEntry("balancedAccuracy", 1.0);
  }

  @Test
  void theRootServiceIsRankedAlsoWhenTheOnsetIsWrong() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("case"));
    table(folder.resolve("normal.csv.gz"), "a-db_cpu,b_cpu,b_lat_90", 1, 150, 1_000);
    table(folder.resolve("anomalous.csv.gz"), "a-db_cpu,b_cpu,b_lat_90", 2, 150, 0);
    Files.writeString(
        folder.resolve("ground_truth.json"),
        "{\"root_service\": \"a\", \"root_metric\": \"a-db_cpu\"}");

    assertThat(Datasets.named("rcd-sockshop").measure(directory).metrics())
        .containsEntry("top1", 1.0)
        .containsEntry("top1ShiftedEarly", 1.0)
        .containsEntry("top1ShiftedLate", 1.0)
        .containsEntry("rootRecall", 1.0)
        .containsEntry("kept", 0.3333);
  }

  @Test
  void anotherLayoutIsRefusedInOneLine() {
    for (String name : new String[] {"loghub", "tcpd", "metricsifter-synthetic", "rcd-sockshop"}) {
      assertThatThrownBy(() -> Datasets.named(name).measure(directory))
          .isInstanceOf(WrongInput.class);
      assertThatThrownBy(() -> Datasets.named(name).measure(directory.resolve("none")))
          .isInstanceOf(WrongInput.class);
    }
  }

  /** A compressed table whose first column moves at a row. */
  private static void table(Path file, String names, int seed, int rows, int onset)
      throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(names).append('\n');
    for (int row = 0; row < rows; row++) {
      text.append((row < onset ? 10 : 30) + random.nextGaussian());
      text.append(',').append(10 + random.nextGaussian());
      text.append(',').append(10 + random.nextGaussian()).append('\n');
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
