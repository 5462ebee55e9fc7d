package dev.shindan.cli;

import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.CaseFile;
import java.util.List;
import java.util.Locale;

/** A verdict as text for a terminal: the bottom line first, then what it rests on. */
final class ReportText {
  private static final int QUOTE_MAX = 160;

  private final StringBuilder text = new StringBuilder();

  private ReportText() {}

  static String of(Verdict verdict, CaseFile caseFile) {
    ReportText report = new ReportText();
    report.write(verdict, caseFile);
    return report.text.toString().stripTrailing();
  }

  private void write(Verdict verdict, CaseFile caseFile) {
    line(bottomLine(verdict));
    line("  " + caseFile.incident().title() + ", since " + caseFile.incident().onset());
    for (Verdict.Cause cause : verdict.causes()) {
      line("");
      line(
          "%s on %s, probability %.2f"
              .formatted(cause.kind(), cause.target(), cause.probability()));
      claims(cause.claims());
    }
    if (!verdict.summary().isEmpty()) {
      line("");
      claims(verdict.summary());
    }
    if (!verdict.ruledOut().isEmpty()) {
      section("Ruled out");
      verdict
          .ruledOut()
          .forEach(
              out ->
                  line(
                      "  "
                          + out.kind()
                          + " on "
                          + out.target()
                          + ": "
                          + out.because()
                          + entries(out.citations())));
    }
    list("Not seen", verdict.notSeen());
    list("Look next", verdict.nextChecks());
    line("");
    line(
        "%d entries, %d tool calls, %.1f s, reasoner %s, ended by %s; investigation %s"
            .formatted(
                verdict.entries(),
                verdict.toolCalls(),
                verdict.seconds(),
                verdict.reasoner(),
                verdict.endedBy().name().toLowerCase(Locale.ROOT),
                caseFile.investigation()));
  }

  private static String bottomLine(Verdict verdict) {
    return switch (verdict.outcome()) {
      case ROOT_CAUSE ->
          "ROOT CAUSE: "
              + String.join(
                  " and ",
                  verdict.causes().stream()
                      .map(cause -> cause.kind() + " on " + cause.target())
                      .toList());
      case INCONCLUSIVE -> "INCONCLUSIVE: no cause is proved";
      case NO_FAULT -> "NO FAULT: errors, saturation and latency were looked at, nothing was found";
    };
  }

  private void claims(List<Claim> claims) {
    for (Claim claim : claims) {
      line("  - " + claim.text() + entries(claim.citations()));
      claim.citations().stream()
          .map(Citation::quote)
          .filter(quote -> !quote.isEmpty())
          .distinct()
          .forEach(quote -> line("      | " + squeezed(quote)));
    }
  }

  /** A quote for a narrow terminal; the page and the JSON keep it to the letter. */
  private static String squeezed(String quote) {
    String narrow = quote.strip().replaceAll("\\s+", " ");
    return narrow.length() <= QUOTE_MAX ? narrow : narrow.substring(0, QUOTE_MAX - 3) + "...";
  }

  private static String entries(List<Citation> citations) {
    return citations.isEmpty()
        ? ""
        : " ["
            + String.join(
                ", ",
                citations.stream().map(citation -> "#" + citation.entry()).distinct().toList())
            + "]";
  }

  private void list(String title, List<String> items) {
    if (!items.isEmpty()) {
      section(title);
      items.forEach(item -> line("  " + item));
    }
  }

  private void section(String title) {
    line("");
    line(title);
  }

  private void line(String words) {
    text.append(words).append('\n');
  }
}
