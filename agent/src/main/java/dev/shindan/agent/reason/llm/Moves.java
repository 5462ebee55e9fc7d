package dev.shindan.agent.reason.llm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.reason.llm.AssistantMessage.AskedCall;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CaseFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Makes moves of the usable tool calls of one turn: one call is one move, or one question of a
 * move.
 */
final class Moves {
  /** What a hypothesis of a model starts from; code alone moves it, by evidence. */
  static final double PRIOR = 0.2;

  private final Toolbox toolbox;

  Moves(Toolbox toolbox) {
    this.toolbox = toolbox;
  }

  /** In the order of the calls; diagnostics that follow one another run in parallel. */
  List<Move> of(AssistantMessage message, CaseFile caseFile) {
    List<Move> moves = new ArrayList<>();
    List<Move.Question> together = new ArrayList<>();
    int proposed = 0;
    for (AskedCall call : message.usable()) {
      if (isDiagnostic(call.name())) {
        together.add(question(call));
        continue;
      }
      flush(together, moves);
      moves.add(
          switch (call.name()) {
            case Offers.PROPOSE -> propose(call, freeId(caseFile, proposed++));
            case Offers.JUDGE -> judge(call);
            case Offers.CONCLUDE -> conclude(call);
            case Offers.REPLY ->
                new Move.Reply(
                    call.arguments().path("said").asLong(),
                    claims(call.arguments().path("claims")));
            case Offers.PIN ->
                new Move.Pin(
                    call.arguments().path("said").asLong(),
                    call.text(Offers.TARGET).orElseThrow(),
                    call.arguments().path("healthy").asBoolean());
            default -> throw new IllegalStateException("never offered: " + call.name());
          });
    }
    flush(together, moves);
    return moves;
  }

  boolean isDiagnostic(String name) {
    return toolbox.find(name).isPresent();
  }

  /** The question of a diagnostic, with every default filled in. */
  ToolCall toolCall(AskedCall call) {
    TreeMap<String, String> arguments = new TreeMap<>();
    call.arguments()
        .properties()
        .forEach(
            field -> {
              if (!Offers.COMMON_ARGUMENTS.contains(field.getKey()) && !field.getValue().isNull()) {
                arguments.put(field.getKey(), field.getValue().asText());
              }
            });
    return toolbox.complete(
        new ToolCall(call.name(), call.text(Offers.TARGET).orElse(""), arguments));
  }

  private Move.Question question(AskedCall call) {
    return new Move.Question(
        toolCall(call),
        call.text(Offers.HYPOTHESIS).filter(id -> !id.isBlank()),
        call.text(Offers.PREDICTION).filter(words -> !words.isBlank()),
        call.text(Offers.REASON).orElse(""));
  }

  private static void flush(List<Move.Question> together, List<Move> moves) {
    if (!together.isEmpty()) {
      moves.add(new Move.Examine(together));
      together.clear();
    }
  }

  /** The first id that is free, leaving out as many as were given earlier in the turn. */
  private static String freeId(CaseFile caseFile, int leaveOut) {
    int left = leaveOut;
    for (int number = 1; ; number++) {
      String id = "h" + number;
      if (caseFile.hypothesis(id).isEmpty() && left-- == 0) {
        return id;
      }
    }
  }

  private static Move propose(AskedCall call, String id) {
    return new Move.Propose(
        new Hypothesis(
            id,
            call.text("kind").orElseThrow(),
            call.text(Offers.TARGET).orElseThrow(),
            call.text("statement").orElseThrow(),
            PRIOR,
            call.text("because").orElseThrow()));
  }

  private static Move judge(AskedCall call) {
    return new Move.Judge(
        call.text(Offers.HYPOTHESIS).orElseThrow(),
        call.arguments().path("entry").asLong(),
        Bearing.valueOf(upper(call, "bearing")),
        Strength.valueOf(upper(call, "strength")),
        call.text("why").orElseThrow(),
        call.text("quote").orElseThrow());
  }

  private static Move conclude(AskedCall call) {
    List<Move.NamedCause> causes =
        stream(call.arguments().path("causes"))
            .map(
                cause ->
                    new Move.NamedCause(
                        cause.path(Offers.HYPOTHESIS).asText(), claims(cause.path("claims"))))
            .toList();
    return new Move.Conclude(
        Outcome.valueOf(upper(call, "outcome")),
        causes,
        claims(call.arguments().path("summary")),
        stream(call.arguments().path("next_checks")).map(JsonNode::asText).toList());
  }

  private static List<Claim> claims(JsonNode claims) {
    return stream(claims)
        .map(
            claim ->
                new Claim(
                    claim.path("text").asText(),
                    stream(claim.path("citations"))
                        .map(
                            citation ->
                                new Citation(
                                    citation.path("entry").asLong(),
                                    citation.path("quote").asText()))
                        .toList()))
        .toList();
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).filter(item -> !item.isNull());
  }

  private static String upper(AskedCall call, String argument) {
    return call.text(argument).orElseThrow().toUpperCase(Locale.ROOT);
  }
}
