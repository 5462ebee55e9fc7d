package dev.shindan.agent.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.catalogue.KindFile.CheckFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates one check over the facts of an answer. Thread-safe. */
final class CheckReader {
  /** Whether a condition holds; what was not seen is unknown. */
  enum Truth {
    YES,
    NO,
    UNKNOWN
  }

  /**
   * What the check makes of one row, or of the facts as a whole.
   *
   * @param component the part of the target that the row is about; empty for the target as a whole
   * @param sharedKernel whether it is about a whole machine with several containers
   */
  record Reading(
      Truth truth, String component, String sentence, String quote, boolean sharedKernel) {}

  private final FactsShape shape;
  private final Expressions.@Nullable Compiled each;
  private final Expressions.@Nullable Compiled where;
  private final Expressions.Compiled when;
  private final Expressions.@Nullable Compiled known;
  private final Expressions.@Nullable Compiled component;
  private final Expressions.@Nullable Compiled quote;
  private final Template sentence;
  private final Template otherwise;
  private final Template noRows;
  private final boolean noRowsIsNo;
  private final Set<String> kernelFiles;

  /**
   * @param whole expressions over the facts of the tool
   * @param kernelFiles what {@link SharedKernel} asks about
   * @throws Expressions.Malformed when an expression does not fit the facts of the tool
   */
  CheckReader(CheckFile file, Expressions whole, Set<String> kernelFiles) {
    this.kernelFiles = Set.copyOf(kernelFiles);
    shape = whole.shape();
    each = file.each() == null ? null : whole.compile(file.each());
    Expressions rows = file.each() == null ? whole : whole.overRows(file.each());
    where = file.where() == null ? null : rows.condition(file.where());
    when = rows.condition(file.when());
    known = file.known() == null ? null : whole.condition(file.known());
    component = file.component() == null ? null : rows.compile(file.component());
    quote = file.quote() == null ? null : rows.compile(file.quote());
    sentence = new Template(file.sentence(), rows);
    String negative = file.sentenceOtherwise() == null ? file.sentence() : file.sentenceOtherwise();
    otherwise = new Template(negative, rows);
    noRowsIsNo = Boolean.TRUE.equals(file.noRowsIsNo());
    if (noRowsIsNo && file.sentenceOtherwise() == null) {
      throw new Expressions.Malformed("noRowsIsNo needs a sentenceOtherwise");
    }
    noRows = new Template(noRowsIsNo ? negative : "", whole);
  }

  /**
   * What a condition may ask for beside the facts.
   *
   * @param addresses of the target of the hypothesis
   * @param sharedKernel whether the facts are of a machine with several containers
   */
  record Circumstances(
      Instant onset, Instant observedAt, List<String> addresses, boolean sharedKernel) {}

  boolean hasComponent() {
    return component != null;
  }

  Set<String> kernelFiles() {
    return kernelFiles;
  }

  /**
   * One reading a relevant row, in the order of the facts. Where the facts are too few to tell
   * (those do not satisfy {@code known}), what does not hold is unknown.
   */
  List<Reading> readings(JsonNode facts, Circumstances circumstances) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("f", shape.value(facts));
    variables.put("onset", circumstances.onset());
    variables.put("now", circumstances.observedAt());
    variables.put("addresses", circumstances.addresses());
    variables.put("sharedKernel", circumstances.sharedKernel());
    boolean tells = known == null || known.value(variables).equals(Optional.of(true));
    List<Reading> readings = readings(variables, circumstances.sharedKernel());
    return tells ? readings : readings.stream().map(CheckReader::unlessHolding).toList();
  }

  private static Reading unlessHolding(Reading reading) {
    return reading.truth() == Truth.YES
        ? reading
        : new Reading(Truth.UNKNOWN, reading.component(), "", "", reading.sharedKernel());
  }

  private List<Reading> readings(Map<String, Object> variables, boolean sharedKernel) {
    if (each == null) {
      return List.of(read(variables, sharedKernel));
    }
    List<Reading> readings = new ArrayList<>();
    Optional<Object> rows = each.value(variables);
    if (rows.isEmpty() || !(rows.get() instanceof List<?> list)) {
      return List.of();
    }
    for (Object row : list) {
      Map<String, Object> withRow = new HashMap<>(variables);
      withRow.put("row", row);
      if (where == null || where.value(withRow).equals(Optional.of(true))) {
        readings.add(read(withRow, sharedKernel));
      }
    }
    if (readings.isEmpty() && noRowsIsNo) {
      return List.of(
          new Reading(Truth.NO, "", noRows.render(variables).orElse(""), "", sharedKernel));
    }
    return readings;
  }

  private Reading read(Map<String, Object> variables, boolean sharedKernel) {
    Truth truth =
        when.value(variables)
            .map(value -> value.equals(true) ? Truth.YES : Truth.NO)
            .orElse(Truth.UNKNOWN);
    Optional<String> words = (truth == Truth.YES ? sentence : otherwise).render(variables);
    return new Reading(
        words.isEmpty() ? Truth.UNKNOWN : truth,
        text(component, variables),
        words.orElse(""),
        text(quote, variables),
        sharedKernel);
  }

  private static String text(
      Expressions.@Nullable Compiled expression, Map<String, Object> variables) {
    return expression == null
        ? ""
        : expression.value(variables).map(Object::toString).orElse("").strip();
  }
}
