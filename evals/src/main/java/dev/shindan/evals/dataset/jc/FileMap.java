package dev.shindan.evals.dataset.jc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the facts of one of our tools correspond to what jc reads out of the same output.
 *
 * @param family jc's name of the program
 * @param files which raw files, by the whole of their name; the first map that fits counts
 * @param notCovered why our tools do not read this dialect; then the rest is not used
 * @param tool the tool that reads it
 * @param present how the output is laid before the tool, {@code {}} being the output; tools of
 *     several commands store each under a line {@code $ /path}
 * @param jc pointer to jc's rows
 * @param where the values that fields of jc's rows must have, {@code *} for any
 * @param lastOf the field of jc's rows of which, among several with the same value, the last counts
 * @param skip how many of these rows are passed over, such as a first sample since boot
 * @param rows pointer to our rows, {@code *} for every one of a list, {@code
 *     @entries} for the fields of an object; several joined by {@code +}
 * @param besides pointer to rows of ours, or to their number, that are counted but not compared
 * @param key the fields of ours and of jc's rows by which these are matched; by their order if
 *     empty
 * @param values jc's field for each of ours: alternatives parted by {@code |}, each with an
 *     optional factor ({@code * 1024}) number of characters ({@code ^ 300})
 *     or what of the text counts ({@code ~ expression})
 */
record FileMap(
    String family,
    Optional<String> files,
    Optional<String> notCovered,
    Optional<String> tool,
    Optional<String> present,
    Optional<String> jc,
    Map<String, List<String>> where,
    Optional<String> lastOf,
    Optional<Integer> skip,
    Optional<String> rows,
    Optional<String> besides,
    Map<String, String> key,
    Map<String, String> values) {
  FileMap {
    where = where == null ? Map.of() : Map.copyOf(where);
    key = key == null ? Map.of() : Map.copyOf(key);
    values = values == null ? Map.of() : Map.copyOf(values);
    if (notCovered.isEmpty() && (tool.isEmpty() || rows.isEmpty())) {
      throw new IllegalArgumentException(family + ": a map needs a tool and rows");
    }
  }

  boolean fits(String program, String file) {
    return family.equals(program) && files.map(name -> Pattern.matches(name, file)).orElse(true);
  }
}
