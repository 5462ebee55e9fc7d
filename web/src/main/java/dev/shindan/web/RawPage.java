package dev.shindan.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import io.javalin.http.NotFoundResponse;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The output behind one entry, with what is quoted from it marked.
 *
 * @param raw empty when the call left no output
 * @param facts indented JSON; empty when nothing was observed
 */
record RawPage(
    String investigation,
    String title,
    CallState call,
    Optional<MarkedText> raw,
    Optional<String> facts,
    Optional<Event.Answered> answered) {

  /**
   * @param number of a {@code Called} entry, or of one that speaks of a call
   */
  static RawPage of(CaseFile file, WebPorts ports, long number, String wanted) {
    CallState call =
        file.call(callOf(file, number))
            .orElseThrow(() -> new NotFoundResponse("entry " + number + " cites no call"));
    Optional<RawOutput> raw =
        call.answered()
            .flatMap(Event.Answered::rawHash)
            .flatMap(hash -> ports.trails().find(file.investigation(), hash));
    var quotes = Quotes.of(file, call.number());
    return new RawPage(
        file.investigation(),
        file.incident().title(),
        call,
        raw.map(output -> MarkedText.of(output.text(), quotes, wanted)),
        call.facts().map(RawPage::indented),
        call.answered());
  }

  private static long callOf(CaseFile file, long number) {
    if (number < 1 || number > file.lastNumber()) {
      throw new NotFoundResponse("no entry " + number);
    }
    Event event = file.entries().get((int) number - 1).event();
    if (event instanceof Event.Answered answered) {
      return answered.call();
    }
    if (event instanceof Event.Found found) {
      return found.call();
    }
    return event instanceof Event.Referred referred ? referred.call() : number;
  }

  private static String indented(com.fasterxml.jackson.databind.JsonNode facts) {
    try {
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(facts);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** What the trail quotes but the output does not contain. */
  List<String> missing() {
    return raw.map(MarkedText::missing).orElse(List.of());
  }
}
