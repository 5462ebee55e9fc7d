package dev.shindan.agent.investigate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.RawOutputs;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first law in code: every sentence cites, every quote is a substring of stored output, every
 * number is a recorded fact of a cited entry within rounding.
 */
final class CitationCheck {
  /** A number that stands by itself: not part of a name, an address, a time or a citation. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.#:/@-])\\d+(?:\\.\\d+)?(?![\\w:/@-]|\\.\\d)");

  private static final Pattern ANY_NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final int SCALE_STEPS_MAX = 4;

  private final CaseFile caseFile;
  private final RawOutputs raws;

  CitationCheck(CaseFile caseFile, RawOutputs raws) {
    this.caseFile = caseFile;
    this.raws = raws;
  }

  /** Why the claim must be struck, in one line; empty when it stands. */
  Optional<String> problemWith(Claim claim) {
    if (claim.citations().isEmpty()) {
      return Optional.of("the sentence cites no entry");
    }
    for (Citation citation : claim.citations()) {
      Optional<String> problem = problemWith(citation);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return wrongNumber(claim);
  }

  /** Why a single citation does not hold; empty when it does. */
  Optional<String> problemWith(Citation citation) {
    Optional<String> text = citedText(citation.entry());
    if (text.isEmpty()) {
      return Optional.of("#" + citation.entry() + " is no answered call and no statement");
    }
    if (!citation.quote().isEmpty() && !text.get().contains(citation.quote())) {
      return Optional.of("the quote is not in the stored output of #" + citation.entry());
    }
    return Optional.empty();
  }

  /** The text an entry may be quoted from; empty when it cannot be cited. */
  private Optional<String> citedText(long number) {
    Optional<CallState> call = caseFile.call(number);
    if (call.isPresent()) {
      return call.get().answered().map(this::textOf);
    }
    return entry(number)
        .map(Entry::event)
        .flatMap(
            event ->
                event instanceof Event.Said said ? Optional.of(said.text()) : Optional.empty());
  }

  private Optional<Entry> entry(long number) {
    return number > caseFile.lastNumber()
        ? Optional.empty()
        : Optional.of(caseFile.entries().get((int) number - 1));
  }

  private String textOf(Event.Answered answered) {
    return answered
        .rawHash()
        .flatMap(hash -> raws.find(caseFile.investigation(), hash))
        .map(RawOutput::text)
        .orElseGet(() -> answered.answer().inWords());
  }

  private Optional<String> wrongNumber(Claim claim) {
    List<Double> recorded = new ArrayList<>();
    for (Citation citation : claim.citations()) {
      numbersIn(citation.quote(), recorded);
      caseFile.call(citation.entry()).ifPresent(call -> recordedNumbers(call, recorded));
      entry(citation.entry())
          .map(Entry::event)
          .ifPresent(
              event -> {
                if (event instanceof Event.Said said) {
                  numbersIn(said.text(), recorded);
                }
              });
    }
    Matcher matcher = NUMBER.matcher(claim.text());
    while (matcher.find()) {
      String shown = matcher.group();
      if (recorded.stream().noneMatch(value -> equalWithinRounding(shown, value))) {
        return Optional.of("the number " + shown + " is no recorded fact of a cited entry");
      }
    }
    return Optional.empty();
  }

  private void recordedNumbers(CallState call, List<Double> recorded) {
    call.facts().ifPresent(facts -> collect(facts, recorded));
    call.findings().forEach(finding -> numbersIn(finding.text(), recorded));
    call.answered()
        .map(Event.Answered::answer)
        .filter(answer -> !(answer instanceof ToolAnswer.Observed))
        .ifPresent(answer -> numbersIn(answer.inWords(), recorded));
    for (Entry entry : caseFile.entries()) {
      if (entry.event() instanceof Event.Judged judged
          && judged.evidence().entry() == call.number()
          && judged.evidence().check().isPresent()) {
        numbersIn(judged.evidence().why(), recorded);
      }
    }
  }

  private static void collect(JsonNode node, List<Double> recorded) {
    if (node.isNumber()) {
      recorded.add(node.doubleValue());
    } else if (node.isTextual()) {
      numbersIn(node.textValue(), recorded);
    } else if (node.isContainerNode()) {
      if (node.isArray()) {
        recorded.add((double) node.size());
      }
      node.forEach(child -> collect(child, recorded));
    }
  }

  private static void numbersIn(String text, List<Double> recorded) {
    Matcher matcher = ANY_NUMBER.matcher(text);
    while (matcher.find()) {
      recorded.add(Double.parseDouble(matcher.group()));
    }
  }

  /** Equal to as many decimals as are shown, also as kilo, mega, giga or kibi, mebi, gibi. */
  static boolean equalWithinRounding(String shown, double fact) {
    int point = shown.indexOf('.');
    int decimals = point < 0 ? 0 : shown.length() - point - 1;
    double value = Double.parseDouble(shown);
    double tolerance = 0.5 * Math.pow(10, -decimals) + 1e-9;
    if (Math.abs(value - fact) <= tolerance || Math.abs(value - fact * 100) <= tolerance) {
      return true;
    }
    for (int step = 1; step <= SCALE_STEPS_MAX && value >= 1; step++) {
      boolean decimal = Math.abs(value - fact / Math.pow(1000, step)) <= tolerance;
      boolean binary = Math.abs(value - fact / Math.pow(1024, step)) <= tolerance;
      if (decimal || binary) {
        return true;
      }
    }
    return false;
  }
}
