package dev.shindan.evals.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.signal.Suspect;
import dev.shindan.agent.signal.Suspects;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SuspectDatasetsTest {
  private static final Instant ONSET = Instant.parse("2026-01-02T10:00:00Z");

  private static final int RUNS = 10;

  @TempDir private Path directory;

  @Test
  void aServiceThatStopsWritingALineIsFoundInTracesAndLogs() throws IOException {
    nezhaCase("a", ONSET.plusSeconds(30), false);
    nezhaNormal();

    DatasetReport report = Datasets.named("nezha-tt").measure(directory.resolve("dev"));

    assertThat(report.cases()).isEqualTo(1);
    assertThat(report.metrics()).containsEntry("top1", 1.0);
    assertThat(report.rows().getFirst())
        .containsEntry("rank", 1)
        .containsEntry("truth", "stock")
        .containsEntry("missing", List.of("DEPENDENCIES"));
  }

  @Test
  void whatHappenedBeforeTheOnsetSpeaksAgainstNobody() throws IOException {
    nezhaCase("a", ONSET.minusSeconds(60), false);
    nezhaNormal();

    DatasetReport report = Datasets.named("nezha-tt").measure(directory.resolve("dev"));

    assertThat(report.metrics()).containsEntry("top1", 0.0);
    assertThat(report.rows().getFirst()).containsEntry("rank", 0);
  }

  @Test
  void theSameFilesGiveTheSameReportEveryTime() throws IOException {
    nezhaCase("a", ONSET.plusSeconds(30), false);
    nezhaCase("b", ONSET.plusSeconds(30), true);
    nezhaNormal();

    assertThat(Datasets.named("nezha-tt").measure(directory.resolve("dev")).rows())
        .hasSize(2)
        .isEqualTo(Datasets.named("nezha-tt").measure(directory.resolve("dev")).rows());
  }

  @Test
  void anotherSystemOfTheSameDirectoryIsNoCase() throws IOException {
    nezhaCase("a", ONSET.plusSeconds(30), false);

    assertThatThrownBy(() -> Datasets.named("nezha-ob").measure(directory.resolve("dev")))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("ob_");
  }

  @Test
  void aSymptomIsFollowedToTheNodeWhereItEnds() throws IOException {
    Path scenario = Files.createDirectories(directory.resolve("shared/calm"));
    Files.writeString(
        scenario.resolve("graph.csv"), ",web,stock,db\nweb,0,1,0\nstock,0,0,1\ndb,0,0,0\n");
    Files.writeString(scenario.resolve("noissue_metrics.csv"), petshop(0, 0.2, 0.1, 0.05));
    petshopCase("calm__one");
    Files.createDirectories(directory.resolve("shared/wild"));
    Files.copy(scenario.resolve("graph.csv"), directory.resolve("shared/wild/graph.csv"));
    petshopCase("wild__two");

    DatasetReport report = Datasets.named("petshop").measure(directory.resolve("dev"));

    assertThat(report.cases()).isEqualTo(1);
    assertThat(report.metrics()).containsEntry("top1", 1.0);
    assertThat(report.rows()).hasSize(2);
    assertThat(report.rows().getFirst())
        .containsEntry("truth", "stock")
        .containsEntry("missing", List.of("LOGS", "TRACES"))
        .doesNotContainKey("notCounted");
    assertThat(report.rows().getLast()).containsKey("notCounted");
  }

  @Test
  void aRareEventSpeaksLouderThanOneThatIsAlwaysThere() throws IOException {
    StringBuilder events = new StringBuilder();
    StringBuilder labels = new StringBuilder("case,instance,service,anomaly_type\n");
    for (int i = 0; i < RUNS; i++) {
      String rare = i == 0 ? ",[\"stock-1\",\"cpu_usage\",\"up\"]" : "";
      events
          .append("{\"case\":\"" + i + "\",\"nodes\":[\"web-0\",\"stock-0\",\"stock-1\"],")
          .append("\"edges\":[[0,1],[1,0]],\"metrics\":[[\"web-0\",\"cpu_usage\",\"up\"]")
          .append(rare)
          .append("],\"traces\":[[\"web-0\",\"stock-1\",\"find\",\"PD\"]],")
          .append("\"logs\":[[\"web-0\",\"web-0-7\"]]}\n");
      labels.append(i + (i == 0 ? ",stock-1,,cpu\n" : ",web-0,,cpu\n"));
    }
    Path folder = Files.createDirectories(directory.resolve("hotel"));
    packed(folder.resolve("events.jsonl.gz"), events.toString());
    Files.writeString(folder.resolve("labels.csv"), labels);

    DatasetReport report = Datasets.named("tvdiag-hotel").measure(directory);

    assertThat(report.cases()).isEqualTo(RUNS);
    assertThat(report.rows().getFirst()).containsEntry("rank", 1).containsEntry("kind", "cpu");
    assertThatThrownBy(() -> Datasets.named("tvdiag-gaia").measure(directory))
        .isInstanceOf(WrongInput.class);
  }

  @Test
  void aRankIsStrictSoThatTiesCountAgainstUs() {
    Suspects suspects =
        new Suspects(List.of(suspect("a", 2), suspect("b", 1), suspect("c", 1)), 0.5, Set.of());

    assertThat(RankTally.rank(suspects, "a")).isEqualTo(1);
    assertThat(RankTally.rank(suspects, "b")).isEqualTo(3);
    assertThat(RankTally.rank(suspects, "c")).isEqualTo(3);
    assertThat(RankTally.rank(suspects, "d")).isZero();
  }

  private static Suspect suspect(String target, double score) {
    return new Suspect(target, score, List.of(), List.of());
  }

  /** Requests through web to stock; when it is sick, stock throws instead of its second line. */
  private void nezhaCase(String name, Instant from, boolean swapped) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("dev/tt_" + name));
    activity(folder, from, true);
    Files.writeString(
        folder.resolve("ground_truth.json"),
        "{\"inject_epoch_utc\": "
            + ONSET.getEpochSecond()
            + ", \"root_service\": \""
            + (swapped ? "web" : "stock")
            + "\", \"fault_type\": \"exception\"}");
  }

  private void nezhaNormal() throws IOException {
    activity(
        Files.createDirectories(directory.resolve("shared/normal/2026-01-02")),
        ONSET.minusSeconds(3600),
        false);
  }

  private static void activity(Path folder, Instant from, boolean sick) throws IOException {
    StringBuilder spans =
        new StringBuilder(
            "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,"
                + "Duration\n");
    StringBuilder lines =
        new StringBuilder("Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log\n");
    for (int i = 0; i < RUNS; i++) {
      long nanos = (from.getEpochSecond() + i) * 1_000_000_000;
      spans.append("t" + i + ",a,root,web-5b67c48447-mv5hb,/," + nanos + ",0,9000\n");
      spans.append("t" + i + ",b,a,stock-5b67c48447-abcde,find," + nanos + ",0,7000\n");
      lines.append(line(i, "INFO  s.Stock#10 looking for " + i));
      lines.append(line(i, sick ? "ERROR s.Stock#12 none" : "INFO  s.Stock#14 found"));
    }
    lines.append("torn apart,\n");
    packed(Files.createDirectories(folder.resolve("trace")).resolve("1.csv.gz"), spans);
    packed(Files.createDirectories(folder.resolve("log")).resolve("1.csv.gz"), lines);
    Path metrics = Files.createDirectories(folder.resolve("metric"));
    packed(
        metrics.resolve("stock-5b67c48447-abcde_metric.csv.gz"),
        "TimeStamp,CpuUsageRate(%),PodServerLatencyP90(s),PodClientLatencyP90(s),"
            + "PodServerLatencyP95(s),PodClientLatencyP95(s),PodWorkload(Ops)\n"
            + from.getEpochSecond()
            + ",1,,0.1,0.1,0.1,3\n");
  }

  private static String line(int trace, String text) {
    return "x,1,n,p,c,t" + trace + ",b,\"{\"\"log\"\":\"\"10:00 " + text + "\\n\"\"}\"\n";
  }

  private void petshopCase(String name) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("dev").resolve(name));
    Files.writeString(folder.resolve("metrics.csv"), petshop(1_000_000, 0.5, 0.4, 0.05));
    Files.writeString(
        folder.resolve("target.json"),
        "{\"target\": {\"node\": \"web\", \"metric\": \"latency\", \"timestamp\": 1000600},"
            + " \"root_cause\": {\"node\": \"stock\"}}");
  }

  /** Two rows as usual, two as given. */
  private static String petshop(long from, double web, double stock, double db) {
    StringBuilder text =
        new StringBuilder("microservice,web,stock,db,web,stock,db\n")
            .append("metric,latency,latency,latency,requests,requests,requests\n")
            .append("statistic,Average,Average,Average,Sum,Sum,Sum\nunix_timestamp,,,,,,\n");
    for (int i = 0; i < 2; i++) {
      text.append((from + 300L * i) + ".0,0.2,0.1,0.05,10,10,10\n");
    }
    for (int i = 2; i < 4; i++) {
      text.append((from + 300L * i) + ".0," + web + "," + stock + "," + db + ",10,10,\n");
    }
    return text.toString();
  }

  private static void packed(Path file, CharSequence text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
