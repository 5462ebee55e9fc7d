package dev.shindan.web;

import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what a trail quotes from the output of one call. */
final class Quotes {
  private final long call;
  private final Set<String> quotes = new LinkedHashSet<>();

  private Quotes(long call) {
    this.call = call;
  }

  /** Every quote that findings, evidence, replies and verdicts take from the call. */
  static Set<String> of(CaseFile file, long call) {
    Quotes collected = new Quotes(call);
    for (Entry entry : file.entries()) {
      collected.collect(entry.event());
    }
    return collected.quotes;
  }

  private void collect(Event event) {
    if (event instanceof Event.Found found) {
      found.findings().forEach(finding -> take(found.call(), finding));
    } else if (event instanceof Event.Judged judged) {
      take(judged.evidence().entry(), judged.evidence().quote());
    } else if (event instanceof Event.Replied replied) {
      take(replied.claims());
    } else if (event instanceof Event.Interim interim) {
      take(interim.report());
    } else if (event instanceof Event.Concluded concluded) {
      take(concluded.verdict());
    }
  }

  private void take(Verdict verdict) {
    take(verdict.summary());
    verdict.causes().forEach(cause -> take(cause.claims()));
    verdict.ruledOut().forEach(out -> out.citations().forEach(this::take));
  }

  private void take(List<Claim> claims) {
    claims.forEach(claim -> claim.citations().forEach(this::take));
  }

  private void take(Citation citation) {
    take(citation.entry(), citation.quote());
  }

  private void take(long entry, Finding finding) {
    take(entry, finding.quote());
  }

  private void take(long entry, String quote) {
    if (entry == call && !quote.isBlank()) {
      quotes.add(quote);
    }
  }
}
