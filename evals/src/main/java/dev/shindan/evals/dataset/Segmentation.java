package dev.shindan.evals.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How near change points are to those of several annotators, as van den Burg and Williams define it
 * ("An Evaluation of Change Point Detection Algorithms", 2020, section 4.2).
 */
final class Segmentation {
  private static final int MARGIN = 5;

  private Segmentation() {}

  /** Mean over annotators of how well their stretches are covered by those found (Jaccard). */
  static double cover(List<Set<Integer>> annotators, Collection<Integer> found, int length) {
    List<int[]> stretches = stretches(found, length);
    return annotators.stream()
        .mapToDouble(truth -> cover(stretches(truth, length), stretches) / length)
        .average()
        .orElse(0);
  }

  private static double cover(List<int[]> truth, List<int[]> found) {
    double covered = 0;
    for (int[] one : truth) {
      double best = 0;
      for (int[] other : found) {
        int both = Math.min(one[1], other[1]) - Math.max(one[0], other[0]);
        int either = Math.max(one[1], other[1]) - Math.min(one[0], other[0]);
        best = Math.max(best, Math.max(both, 0) / (double) either);
      }
      covered += (one[1] - one[0]) * best;
    }
    return covered;
  }

  private static List<int[]> stretches(Collection<Integer> points, int length) {
    List<int[]> stretches = new ArrayList<>();
    int from = 0;
    for (int point : new TreeSet<>(points)) {
      if (point > 0 && point < length) {
        stretches.add(new int[] {from, point});
        from = point;
      }
    }
    stretches.add(new int[] {from, length});
    return stretches;
  }

  /**
   * The harmonic mean of precision against the points of any annotator and recall averaged over
   * them; the start of the series is a point of everyone's.
   */
  static double f1(List<Set<Integer>> annotators, Collection<Integer> found) {
    Set<Integer> points = withStart(found);
    Set<Integer> any = withStart(Set.of());
    annotators.forEach(any::addAll);
    double precision = matched(any, points) / (double) points.size();
    double recall =
        annotators.stream()
            .map(Segmentation::withStart)
            .mapToDouble(truth -> matched(truth, points) / (double) truth.size())
            .average()
            .orElse(0);
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  private static Set<Integer> withStart(Collection<Integer> points) {
    Set<Integer> all = new TreeSet<>(points);
    all.add(0);
    return all;
  }

  /** True points that have a point of their own within the margin, the nearest taken first. */
  private static int matched(Set<Integer> truth, Set<Integer> found) {
    Set<Integer> left = new HashSet<>(found);
    int matched = 0;
    for (int point : new TreeSet<>(truth)) {
      int nearest = -1;
      for (int other : left) {
        int distance = Math.abs(other - point);
        boolean nearer =
            nearest < 0
                || distance < Math.abs(nearest - point)
                || distance == Math.abs(nearest - point) && other < nearest;
        if (distance <= MARGIN && nearer) {
          nearest = other;
        }
      }
      if (nearest >= 0) {
        left.remove(nearest);
        matched++;
      }
    }
    return matched;
  }
}
