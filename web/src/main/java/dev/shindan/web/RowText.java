package dev.shindan.web;

import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.trail.Event;
import dev.shindan.web.TrailRow.Line;
import java.util.ArrayList;
import java.util.List;

/** What an event says to a reader: a word, a sentence, and lines under it. */
record RowText(String word, String tone, String text, List<Citation> citations, List<Line> lines) {

  private RowText(String word, String tone, String text) {
    this(word, tone, text, List.of(), List.of());
  }

  private RowText with(Line... lines) {
    return new RowText(word, tone, text, citations, List.of(lines));
  }

  private RowText citing(long call, String quote) {
    return new RowText(word, tone, text, List.of(new Citation(call, quote)), lines);
  }

  static RowText of(Event event) {
    return switch (event) {
      case Event.Opened opened -> opened(opened);
      case Event.AlertJoined joined ->
          new RowText(
              "alert",
              "alert",
              joined.alert().name() + (joined.alert().firing() ? " joined" : " has ended"));
      case Event.Turned turned -> turned(turned);
      case Event.Proposed proposed -> proposed(proposed);
      case Event.Called called -> called(called);
      case Event.Answered answered -> answered(answered);
      case Event.Referred referred ->
          new RowText("recalls", "quiet", referred.question().key() + " was just answered")
              .citing(referred.call(), "");
      case Event.Found found -> found(found);
      case Event.Judged judged -> judged(judged.evidence());
      case Event.Rejected rejected ->
          new RowText("refused", "refused", rejected.move()).with(Line.quiet(rejected.reason()));
      case Event.Struck struck ->
          new RowText(
                  "struck", "struck", struck.claim().text(), struck.claim().citations(), List.of())
              .with(Line.quiet(struck.reason()));
      case Event.Said said -> new RowText("said", "person", said.author() + ": " + said.text());
      case Event.Pinned pinned -> pinned(pinned);
      case Event.Replied replied -> replied(replied);
      case Event.StopAsked stop -> new RowText("stop", "person", stop.author() + " asked to stop");
      case Event.FeedbackGiven given ->
          new RowText("feedback", "person", given.author() + ": " + given.body());
      case Event.HandedOver over ->
          new RowText("hand-over", "handover", over.from() + " gave up; " + over.to() + " goes on")
              .with(Line.quiet(over.reason()));
      case Event.Interim interim ->
          new RowText("interim", "handover", "known so far: " + Words.bottomLine(interim.report()));
      case Event.Resumed resumed ->
          new RowText("resumed", "quiet", "taken up by " + resumed.worker());
      case Event.Reopened reopened ->
          new RowText("reopened", "handover", "by " + reopened.by() + ": " + reopened.reason());
      case Event.Concluded concluded -> concluded(concluded.verdict());
      case Event.Aborted aborted ->
          new RowText("aborted", "critical", "a defect of Shindan ended this: " + aborted.reason());
    };
  }

  private static RowText opened(Event.Opened opened) {
    var incident = opened.incident();
    return new RowText("opened", "plain", incident.title())
        .with(
            Line.quiet(
                "onset "
                    + Words.moment(incident.onset())
                    + ", in scope "
                    + String.join(", ", incident.scope())
                    + ", reasoner "
                    + opened.reasoner()));
  }

  private static RowText turned(Event.Turned turned) {
    String spent =
        "%s answered in %s, %s tokens in, %s out"
            .formatted(
                turned.model(),
                Words.span(turned.latency()),
                Words.count(turned.inputTokens()),
                Words.count(turned.outputTokens()));
    String text = turned.message().path("text").asText("");
    RowText row = new RowText("model", "quiet", spent);
    return text.isBlank() ? row : row.with(Line.quiet(text));
  }

  private static RowText proposed(Event.Proposed proposed) {
    var hypothesis = proposed.hypothesis();
    return new RowText(
            "suspects",
            "suspects",
            hypothesis.id() + " " + hypothesis.kind() + " on " + hypothesis.target())
        .with(
            Line.quiet(
                hypothesis.statement()
                    + " (prior "
                    + Words.percent(hypothesis.prior())
                    + ") "
                    + hypothesis.because()));
  }

  private static RowText called(Event.Called called) {
    List<Line> lines = new ArrayList<>();
    String why = called.hypothesis().map(id -> "tests " + id + ": ").orElse("") + called.reason();
    lines.add(Line.quiet(why));
    called.prediction().ifPresent(text -> lines.add(Line.quiet("expects: " + text)));
    return new RowText("asks", "plain", called.call().key()).with(lines.toArray(Line[]::new));
  }

  private static RowText answered(Event.Answered answered) {
    String size = answered.rawHash().isPresent() ? ", " + Words.bytes(answered.rawBytes()) : "";
    String took = " in " + Words.span(answered.took()) + size;
    return switch (answered.answer()) {
      case ToolAnswer.Observed _ ->
          new RowText("sees", "quiet", "answer" + took).citing(answered.call(), "");
      case ToolAnswer.Empty empty ->
          new RowText("sees", "quiet", empty.inWords() + took).citing(answered.call(), "");
      case ToolAnswer.Denied denied ->
          new RowText("denied", "warning", denied.inWords()).citing(answered.call(), "");
      case ToolAnswer.NotRecorded missing ->
          new RowText("missing", "warning", missing.inWords()).citing(answered.call(), "");
      case ToolAnswer.Failed failed ->
          new RowText("failed", "warning", failed.inWords()).citing(answered.call(), "");
    };
  }

  private static RowText found(Event.Found found) {
    if (found.findings().isEmpty()) {
      return new RowText("finds", "quiet", "nothing notable").citing(found.call(), "");
    }
    List<Finding> worstFirst =
        found.findings().stream()
            .sorted(java.util.Comparator.comparing(Finding::severity).reversed())
            .toList();
    Finding worst = worstFirst.getFirst();
    Line[] others =
        worstFirst.stream()
            .skip(1)
            .map(
                finding ->
                    new Line(
                        tone(finding.severity()),
                        finding.target() + ": " + finding.text(),
                        List.of(new Citation(found.call(), finding.quote()))))
            .toArray(Line[]::new);
    return new RowText("finds", tone(worst.severity()), worst.target() + ": " + worst.text())
        .citing(found.call(), worst.quote())
        .with(others);
  }

  private static RowText judged(Evidence evidence) {
    String bearing = Words.lower(evidence.bearing());
    return new RowText(
            "weighs",
            bearing,
            "%s %s %s: %s"
                .formatted(
                    Words.adverb(evidence.strength()),
                    bearing,
                    evidence.hypothesis(),
                    evidence.why()))
        .citing(evidence.entry(), evidence.quote());
  }

  private static RowText pinned(Event.Pinned pinned) {
    String state = pinned.healthy() ? " is fine" : " is not fine";
    return new RowText(
        "pinned", "person", pinned.author() + " says that " + pinned.target() + state);
  }

  private static RowText replied(Event.Replied replied) {
    Line[] lines =
        replied.claims().stream()
            .skip(1)
            .map(claim -> new Line("plain", claim.text(), claim.citations()))
            .toArray(Line[]::new);
    Claim first =
        replied.claims().isEmpty()
            ? new Claim("nothing is known of that", List.of())
            : replied.claims().getFirst();
    return new RowText("replies", "plain", first.text(), first.citations(), List.of(lines));
  }

  private static RowText concluded(Verdict verdict) {
    return new RowText("concludes", "concludes", Words.bottomLine(verdict), List.of(), List.of());
  }

  private static String tone(Severity severity) {
    return Words.lower(severity);
  }
}
