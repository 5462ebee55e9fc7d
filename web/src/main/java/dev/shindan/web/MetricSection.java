package dev.shindan.web;

import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.tool.MetricCourse;
import dev.shindan.agent.tool.MetricCourses;
import dev.shindan.agent.tool.QueryMetric;
import dev.shindan.agent.trail.CaseFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The metrics that changed, target by target, those of the suspects first.
 *
 * @param targets what can be drawn
 * @param answers why nothing can be drawn of others
 */
record MetricSection(List<OfTarget> targets, List<SignalAnswer> answers) {
  /** Charts that stand open; the others are behind a fold. */
  private static final int OPEN_MAX = 4;

  private static final int CHARTS_MAX = 24;

  /** Targets with charts; the outputs of others are named only. */
  private static final int TARGETS_MAX = 8;

  MetricSection {
    targets = List.copyOf(targets);
    answers = List.copyOf(answers);
  }

  /**
   * The charts of one target.
   *
   * @param summary how many of how many series changed
   * @param open charts to be seen at once
   * @param folded further ones
   */
  record OfTarget(
      long call,
      String target,
      String summary,
      List<MetricChart> open,
      List<MetricChart> folded,
      int notDrawn) {
    OfTarget {
      open = List.copyOf(open);
      folded = List.copyOf(folded);
    }
  }

  static MetricSection of(CaseFile file, WebPorts ports) {
    SignalOutputs changes = SignalOutputs.of(file, ports, MetricChanges.NAME);
    SignalOutputs asked = SignalOutputs.of(file, ports, QueryMetric.NAME);
    List<SignalAnswer> answers = new ArrayList<>(changes.silent());
    List<OfTarget> targets = new ArrayList<>();
    for (SignalOutputs.Output output : changes.read()) {
      add(output, MetricCourses.changed(output.raw(), CHARTS_MAX), targets, answers);
    }
    answers.addAll(asked.silent());
    for (SignalOutputs.Output output : asked.read()) {
      add(output, MetricCourses.all(output.raw(), CHARTS_MAX), targets, answers);
    }
    if (targets.isEmpty() && answers.isEmpty()) {
      answers.add(
          SignalAnswer.without(
              "No metrics were asked for: "
                  + MetricChanges.NAME
                  + " was not called. It is offered where a metric store is configured."));
    }
    return new MetricSection(targets, answers);
  }

  private static void add(
      SignalOutputs.Output output,
      Optional<MetricCourses> read,
      List<OfTarget> targets,
      List<SignalAnswer> answers) {
    long call = output.call().number();
    if (read.isEmpty()) {
      answers.add(SignalAnswer.of(call, output.target() + ": the recorded series cannot be read"));
    } else if (read.get().courses().isEmpty()) {
      answers.add(
          SignalAnswer.of(
              call,
              "%s: none of %s series changed".formatted(output.target(), read.get().series())));
    } else if (targets.size() >= TARGETS_MAX) {
      answers.add(
          SignalAnswer.of(
              call,
              "%s: %s series changed, not drawn: charts of %s targets are drawn at most"
                  .formatted(output.target(), read.get().changed(), TARGETS_MAX)));
    } else {
      targets.add(drawn(output, read.get(), targets.isEmpty()));
    }
  }

  /** Only the foremost target's charts stand open. */
  private static OfTarget drawn(
      SignalOutputs.Output output, MetricCourses courses, boolean foremost) {
    List<MetricChart> charts = new ArrayList<>();
    for (MetricCourse course : courses.courses()) {
      charts.add(MetricChart.of(course, courses));
    }
    int open = foremost ? Math.min(OPEN_MAX, charts.size()) : 0;
    String about = output.call().call().arguments().getOrDefault("metric", "");
    String incomplete = courses.complete() ? "" : "; the store or a limit left series out";
    boolean everything = output.call().call().tool().equals(QueryMetric.NAME);
    return new OfTarget(
        output.call().number(),
        output.target(),
        (about.isEmpty() ? "" : about + ": ")
            + "%s of %s series changed".formatted(courses.changed(), courses.series())
            + incomplete,
        charts.subList(0, open),
        charts.subList(open, charts.size()),
        (everything ? courses.series() : courses.changed()) - charts.size());
  }
}
