package dev.shindan.web;

import dev.shindan.agent.tool.MetricCourse;
import dev.shindan.agent.tool.MetricCourses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A metric as a small line chart, in the coordinates of its picture.
 *
 * @param move from which level to which, with the unit
 * @param lines the points of each stretch without a gap
 * @param dots samples that stand alone between two gaps
 * @param onsetX where the onset is; below 0 when it is not in the picture
 * @param text the same in words, for who does not see it
 */
record MetricChart(
    String name,
    String labels,
    String move,
    String low,
    String high,
    String from,
    String to,
    List<String> lines,
    List<Spot> dots,
    double onsetX,
    List<Mark> marks,
    String text,
    String quote) {
  static final int WIDTH = 320;
  static final int HEIGHT = 72;

  /** Room for the line's own width and the marks. */
  private static final int EDGE = 6;

  /** More points than the picture has pixels tell no more. */
  private static final int POINTS_MAX = 2_000;

  private static final double GAP_STEPS = 2.5;
  private static final int LABELS_MAX = 160;

  /** A place in the picture. */
  record Spot(double x, double y) {}

  /**
   * A change point.
   *
   * @param settled whether it is the one by which the change is counted
   */
  record Mark(double x, String word, boolean settled) {}

  MetricChart {
    lines = List.copyOf(lines);
    dots = List.copyOf(dots);
    marks = List.copyOf(marks);
  }

  static MetricChart of(MetricCourse course, MetricCourses all) {
    return new Drawing(course, all).chart();
  }

  /** Draws one course. */
  private static final class Drawing {
    private final MetricCourse course;
    private final MetricCourses all;
    private final long start;
    private final long end;
    private final long[] times;
    private final double[] values;
    private final double low;
    private final double high;
    private final List<String> lines = new ArrayList<>();
    private final List<Spot> dots = new ArrayList<>();

    Drawing(MetricCourse course, MetricCourses all) {
      this.course = course;
      this.all = all;
      this.start = all.start().toEpochMilli();
      this.end = Math.max(all.end().toEpochMilli(), start + 1);
      this.times = Arrays.stream(course.samples().epochMillis()).limit(POINTS_MAX).toArray();
      this.values = Arrays.stream(course.samples().values()).limit(POINTS_MAX).toArray();
      this.low = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
      this.high = Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
    }

    MetricChart chart() {
      draw();
      boolean within = !all.onset().isBefore(all.start()) && !all.onset().isAfter(all.end());
      return new MetricChart(
          course.metric(),
          labels(),
          move(),
          Quantity.of(low, course.unit()),
          Quantity.of(high, course.unit()),
          Words.clock(all.start()),
          Words.clock(all.end()),
          lines,
          dots,
          within ? x(all.onset().toEpochMilli()) : -1,
          marks(),
          text(),
          course.line());
    }

    private void draw() {
      List<Spot> stretch = new ArrayList<>();
      for (int i = 0; i < times.length; i++) {
        boolean gap = i > 0 && times[i] - times[i - 1] > GAP_STEPS * all.step().toMillis();
        if (gap || !Double.isFinite(values[i])) {
          close(stretch);
        }
        if (Double.isFinite(values[i])) {
          stretch.add(new Spot(x(times[i]), y(values[i])));
        }
      }
      close(stretch);
    }

    private void close(List<Spot> stretch) {
      if (stretch.size() == 1) {
        dots.add(stretch.getFirst());
      } else if (!stretch.isEmpty()) {
        lines.add(
            stretch.stream()
                .map(spot -> spot.x() + "," + spot.y())
                .collect(Collectors.joining(" ")));
      }
      stretch.clear();
    }

    private double x(long time) {
      double part = Math.clamp((time - start) / (double) (end - start), 0, 1);
      return tenth(EDGE + part * (WIDTH - 2 * EDGE));
    }

    /** A line without any move runs through the middle. */
    private double y(double value) {
      double part = high > low ? (value - low) / (high - low) : 0.5;
      return tenth(HEIGHT - EDGE - part * (HEIGHT - 2 * EDGE));
    }

    private List<Mark> marks() {
      List<Mark> marks = new ArrayList<>();
      Instant settled = course.change().changedAt();
      boolean changed = moved();
      boolean met = false;
      for (MetricCourse.Turn turn : course.changePoints()) {
        boolean same = changed && turn.at().equals(settled);
        met |= same;
        marks.add(mark(turn.at(), Words.lower(turn.kind()), same));
      }
      if (changed && !met) {
        marks.add(mark(settled, Words.lower(course.change().direction()), true));
      }
      return marks;
    }

    private Mark mark(Instant at, String word, boolean settled) {
      return new Mark(x(at.toEpochMilli()), word + " at " + Words.clock(at), settled);
    }

    private boolean moved() {
      return switch (course.change().direction()) {
        case STEADY -> false;
        case UP, DOWN, APPEARED, GONE -> true;
      };
    }

    private String move() {
      String before = Quantity.of(course.change().before(), course.unit());
      String after = Quantity.of(course.change().after(), course.unit());
      return switch (course.change().direction()) {
        case UP, DOWN -> before + " → " + after;
        case APPEARED -> "appeared, " + after;
        case GONE -> "gone, was " + before;
        case STEADY -> "steady, " + after;
      };
    }

    private String labels() {
      String labels =
          course.labels().entrySet().stream()
              .map(label -> label.getKey() + "=" + label.getValue())
              .collect(Collectors.joining(" "));
      return labels.length() <= LABELS_MAX ? labels : labels.substring(0, LABELS_MAX) + "…";
    }

    private String text() {
      String marked = marks().stream().map(Mark::word).distinct().collect(Collectors.joining(", "));
      return "%s %s: %s. From %s to %s UTC, lowest %s, highest %s, onset %s. Change points: %s."
          .formatted(
              course.metric(),
              labels(),
              move(),
              Words.clock(all.start()),
              Words.clock(all.end()),
              Quantity.of(low, course.unit()),
              Quantity.of(high, course.unit()),
              Words.clock(all.onset()),
              marked.isEmpty() ? "none" : marked);
    }

    private static double tenth(double place) {
      return Double.parseDouble(String.format(Locale.ROOT, "%.1f", place));
    }
  }
}
