package dev.shindan.agent.reason.llm;

import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.RawOutputs;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Entries of one trail in words for a model; facts and findings come before raw output. */
final class EntryText {
  /**
   * What compaction left out.
   *
   * @param rawThrough answers up to this call lose their raw excerpt
   * @param factsThrough answers up to this call lose their facts as well
   */
  record Trim(long rawThrough, long factsThrough) {
    static final Trim NONE = new Trim(0, 0);
  }

  private final String investigation;
  private final RawOutputs raws;
  private final int excerptBytes;
  private final Map<String, String> excerpts = new HashMap<>();

  EntryText(String investigation, RawOutputs raws, int excerptBytes) {
    this.investigation = investigation;
    this.raws = raws;
    this.excerptBytes = excerptBytes;
  }

  /** All entries, a line or block each, then the raw output of the answers among them. */
  String of(List<Entry> entries, Trim trim) {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      line(text, words(entry, trim));
    }
    for (Entry entry : entries) {
      if (entry.event() instanceof Event.Answered answered) {
        line(text, raw(answered, trim));
      }
    }
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String line) {
    if (!line.isEmpty()) {
      text.append(line).append('\n');
    }
  }

  private String words(Entry entry, Trim trim) {
    String number = "#" + entry.number() + " ";
    return switch (entry.event()) {
      case Event.Opened _, Event.Turned _, Event.FeedbackGiven _ -> "";
      case Event.AlertJoined joined ->
          number + "another alert joined:\n" + Excerpt.data(Json.write(joined.alert()));
      case Event.Proposed proposed ->
          number
              + "is on the ledger as "
              + proposed.hypothesis().id()
              + ": "
              + proposed.hypothesis().kind()
              + " on "
              + proposed.hypothesis().target();
      case Event.Called called -> number + called.call().key();
      case Event.Answered answered -> answer(answered, trim);
      case Event.Referred referred ->
          number
              + referred.question().key()
              + ": see #"
              + referred.call()
              + ", whose answer is still fresh";
      case Event.Found found -> found(found);
      case Event.Judged judged -> number + judged(judged.evidence(), judged.judgedBy());
      case Event.Rejected rejected ->
          number + "refused: " + rejected.move() + "\nwhy: " + rejected.reason();
      case Event.Struck struck ->
          number + "struck out: \"" + struck.claim().text() + "\" (" + struck.reason() + ")";
      case Event.Said said -> number + said.author() + " says:\n" + Excerpt.data(said.text());
      case Event.Pinned pinned ->
          number
              + "recorded: "
              + pinned.author()
              + " says that "
              + pinned.target()
              + " is "
              + (pinned.healthy() ? "fine" : "broken")
              + " (#"
              + pinned.said()
              + ")";
      case Event.Replied replied ->
          number + "#" + replied.said() + " is answered: " + sentences(replied.claims());
      case Event.StopAsked _ -> number + "a person asks to end the investigation now";
      case Event.HandedOver handed -> number + handed.to() + " went on from here";
      case Event.Interim _ -> number + "an interim report was written";
      case Event.Resumed _ -> number + "resumed after an interruption";
      case Event.Reopened reopened -> number + "reopened: " + reopened.reason();
      case Event.Concluded concluded -> number + concluded(concluded.verdict());
      case Event.Aborted aborted -> number + "aborted: " + aborted.reason();
    };
  }

  private String answer(Event.Answered answered, Trim trim) {
    String head = "answer to #" + answered.call() + ", " + answered.observedAt() + ": ";
    if (!(answered.answer() instanceof ToolAnswer.Observed observed)) {
      return head
          + "no observation:\n"
          + Excerpt.data(Excerpt.of(answered.answer().inWords(), excerptBytes));
    }
    return answered.call() <= trim.factsThrough()
        ? head + "observed; facts left out for length"
        : head
            + "observed; facts:\n"
            + Excerpt.data(Excerpt.of(Json.write(observed.facts()), excerptBytes));
  }

  private String raw(Event.Answered answered, Trim trim) {
    if (answered.rawHash().isEmpty()) {
      return "";
    }
    String head = "output of #" + answered.call() + ", " + answered.rawBytes() + " bytes";
    if (answered.call() <= trim.rawThrough()) {
      return head + ": left out for length";
    }
    String excerpt =
        excerpts.computeIfAbsent(
            answered.rawHash().orElseThrow(),
            hash ->
                raws.find(investigation, hash)
                    .map(RawOutput::text)
                    .map(text -> Excerpt.of(text, excerptBytes))
                    .orElse("(no longer stored)"));
    return head + ":\n" + Excerpt.data(excerpt);
  }

  private static String found(Event.Found found) {
    return found.findings().isEmpty()
        ? ""
        : "findings of #"
            + found.call()
            + ":\n"
            + Excerpt.data(
                found.findings().stream().map(EntryText::found).collect(Collectors.joining("\n")));
  }

  private static String found(Finding finding) {
    return "- "
        + finding.severity()
        + " "
        + finding.id()
        + " "
        + finding.target()
        + ": "
        + finding.text()
        + (finding.quote().isEmpty() ? "" : " \"" + finding.quote() + "\"");
  }

  private static String judged(Evidence evidence, String by) {
    return "#"
        + evidence.entry()
        + " "
        + lower(evidence.bearing())
        + " "
        + evidence.hypothesis()
        + ", "
        + lower(evidence.strength())
        + ", judged by "
        + by
        + ": "
        + evidence.why();
  }

  private static String concluded(Verdict verdict) {
    return "concluded: " + lower(verdict.outcome()) + ". " + sentences(verdict.summary());
  }

  private static String sentences(List<Claim> claims) {
    return claims.stream().map(Claim::text).collect(Collectors.joining(" "));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
