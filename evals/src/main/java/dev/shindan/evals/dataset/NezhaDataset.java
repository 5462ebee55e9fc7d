package dev.shindan.evals.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.signal.TracedActivity;
import dev.shindan.agent.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Nezha (Yu et al., ESEC/FSE 2023): faults injected into one of two demonstration systems.
 *
 * @param prefix of the folders of the cases of this system
 */
record NezhaDataset(String name, String prefix) implements Dataset {
  /** A fault takes a few seconds to take hold. */
  private static final Duration SETTLES = Duration.ofSeconds(15);

  @Override
  public DatasetReport measure(Path directory) throws IOException {
    RankTally tally = new RankTally(System.nanoTime());
    Map<Path, TracedActivity> activities = new HashMap<>(); // a minute serves all of its day
    Map<Path, NezhaMetrics> metrics = new HashMap<>();
    for (Path folder : cases(directory)) {
      Path normal = directory.resolve("../shared/normal").normalize();
      NezhaQuestion question = question(folder, normal, activities, metrics);
      tally.add(String.valueOf(folder.getFileName()), question.suspects(), truth(folder));
    }
    return tally.report(name);
  }

  private List<Path> cases(Path directory) throws IOException {
    List<Path> cases =
        CaseFolders.of(directory).stream()
            .filter(folder -> String.valueOf(folder.getFileName()).startsWith(prefix + "_"))
            .toList();
    if (cases.isEmpty()) {
      throw new WrongInput(directory.toString(), "expected folders " + prefix + "_…");
    }
    return cases;
  }

  private static NezhaQuestion question(
      Path folder,
      Path normal,
      Map<Path, TracedActivity> activities,
      Map<Path, NezhaMetrics> metrics)
      throws IOException {
    Instant onset = onset(folder);
    Path day = normal.resolve(onset.atOffset(ZoneOffset.UTC).toLocalDate().toString());
    if (!metrics.containsKey(day)) {
      metrics.put(day, NezhaMetrics.read(day));
    }
    Path traced = nearestWithTraces(normal, onset);
    if (!activities.containsKey(traced)) {
      activities.put(traced, NezhaFiles.activity(traced));
    }
    return new NezhaQuestion(
        Objects.requireNonNull(activities.get(traced)),
        since(NezhaFiles.activity(folder), onset.plus(SETTLES)),
        NezhaMetrics.read(folder).cut(Objects.requireNonNull(metrics.get(day)), onset),
        NezhaFiles.dependencies(folder));
  }

  /** Fault-free traces of that day, or where it has none of the day nearest to it. */
  private static Path nearestWithTraces(Path normal, Instant onset) throws IOException {
    LocalDate day = onset.atOffset(ZoneOffset.UTC).toLocalDate();
    try (Stream<Path> days = Files.list(normal)) {
      return days.filter(folder -> Files.isDirectory(folder.resolve("trace")))
          .min(
              Comparator.comparingLong((Path folder) -> distance(day, folder))
                  .thenComparing(Comparator.naturalOrder()))
          .orElseThrow(() -> new WrongInput(normal.toString(), "fault-free traces were expected"));
    }
  }

  private static long distance(LocalDate day, Path folder) {
    LocalDate other = LocalDate.parse(String.valueOf(folder.getFileName()));
    return Math.abs(ChronoUnit.DAYS.between(day, other));
  }

  /** Traces of which everything happened at that time or later, with their lines. */
  private static TracedActivity since(TracedActivity activity, Instant from) {
    Set<String> earlier = new HashSet<>();
    for (Span span : activity.spans()) {
      if (span.start().isBefore(from)) {
        earlier.add(span.traceId());
      }
    }
    return new TracedActivity(
        activity.spans().stream().filter(span -> !earlier.contains(span.traceId())).toList(),
        activity.lines().stream().filter(line -> !earlier.contains(line.traceId())).toList());
  }

  /** The one thing of this file that an alert would tell as well. */
  private static Instant onset(Path folder) throws IOException {
    return Instant.ofEpochSecond(label(folder).path("inject_epoch_utc").asLong());
  }

  private static FaultTruth truth(Path folder) throws IOException {
    JsonNode label = label(folder);
    return new FaultTruth(label.path("root_service").asText(), label.path("fault_type").asText());
  }

  private static JsonNode label(Path folder) throws IOException {
    return Json.MAPPER.readTree(folder.resolve("ground_truth.json").toFile());
  }
}
