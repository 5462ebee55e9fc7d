package dev.shindan.evals.dataset;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The share of lines whose group has exactly the lines of one true template (Zhu et al., "Tools and
 * Benchmarks for Automated Log Parsing", ICSE-SEIP 2019, where it is called parsing accuracy).
 */
final class GroupingAccuracy {
  private GroupingAccuracy() {}

  static double of(List<?> found, List<?> truth) {
    if (found.isEmpty()) {
      return 0;
    }
    Set<BitSet> trueGroups = new HashSet<>(groups(truth));
    int right =
        groups(found).stream().filter(trueGroups::contains).mapToInt(BitSet::cardinality).sum();
    return right / (double) found.size();
  }

  private static Collection<BitSet> groups(List<?> labels) {
    Map<Object, BitSet> groups = new HashMap<>();
    for (int line = 0; line < labels.size(); line++) {
      groups.computeIfAbsent(labels.get(line), label -> new BitSet()).set(line);
    }
    return groups.values();
  }
}
