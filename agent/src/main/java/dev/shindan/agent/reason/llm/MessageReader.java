package dev.shindan.agent.reason.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.reason.llm.AssistantMessage.AskedCall;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.Toolbox;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a model answered: redacts it, gives missing ids, and finds what cannot be used. */
final class MessageReader {
  private static final int QUOTED_CHARACTERS_MAX = 200;

  private final Toolbox toolbox;
  private final Redaction redaction;
  private final Moves moves;

  MessageReader(Toolbox toolbox, Redaction redaction, Moves moves) {
    this.toolbox = toolbox;
    this.redaction = redaction;
    this.moves = moves;
  }

  /**
   * @param answer counts the answers of the investigation, so that ids of our own never repeat
   */
  AssistantMessage read(AiMessage message, Map<String, ToolSpecification> offers, int answer) {
    List<AskedCall> calls = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (ToolExecutionRequest request : message.toolExecutionRequests()) {
      String id = request.id();
      if (id == null || id.isBlank() || !ids.add(id)) {
        // Nine letters and digits: the strictest form that any endpoint asks for.
        id = "t%04dc%03d".formatted(answer % 10_000, calls.size() % 1_000);
        ids.add(id);
      }
      calls.add(call(id, request, offers));
    }
    String text = message.text() == null ? "" : redaction.clean(message.text());
    return new AssistantMessage(text, calls, List.of());
  }

  private AskedCall call(
      String id, ToolExecutionRequest request, Map<String, ToolSpecification> offers) {
    String name = offeredName(request.name());
    JsonNode arguments;
    try {
      String text = request.arguments();
      arguments =
          text == null || text.isBlank()
              ? JsonNodeFactory.instance.objectNode()
              : Json.MAPPER
                  .reader()
                  .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                  .readTree(text);
    } catch (JsonProcessingException malformed) {
      return new AskedCall(
          id,
          name,
          JsonNodeFactory.instance.objectNode(),
          Optional.of(
              "the arguments are not JSON: "
                  + redaction.clean(beginning(request.arguments()))
                  + " ("
                  + malformed.getOriginalMessage()
                  + ")"));
    }
    JsonNode clean = arguments.isNull() ? JsonNodeFactory.instance.objectNode() : clean(arguments);
    if (!clean.isObject()) {
      return new AskedCall(
          id,
          name,
          JsonNodeFactory.instance.objectNode(),
          Optional.of("the arguments must be an object"));
    }
    return new AskedCall(
        id, name, clean, problem(new AskedCall(id, name, clean, Optional.empty()), offers));
  }

  private Optional<String> problem(AskedCall call, Map<String, ToolSpecification> offers) {
    ToolSpecification offer = offers.get(call.name());
    if (offer == null) {
      return Optional.of("there is no tool '" + call.name() + "'; there are " + offers.keySet());
    }
    Optional<String> problem = SchemaCheck.problem(offer.parameters(), call.arguments(), "");
    if (problem.isPresent()) {
      return problem;
    }
    if (moves.isDiagnostic(call.name())) {
      return toolbox.problemWith(moves.toolCall(call));
    }
    return ledgerProblem(call);
  }

  /** What the schema cannot say. */
  private static Optional<String> ledgerProblem(AskedCall call) {
    for (String numbered : List.of("entry", "said")) {
      for (JsonNode number : call.arguments().findValues(numbered)) {
        if (number.asLong() < 1) {
          return Optional.of(numbered + " must be the number of an entry");
        }
      }
    }
    for (String said : List.of("kind", Offers.TARGET, Offers.HYPOTHESIS)) {
      if (call.text(said).filter(String::isBlank).isPresent()) {
        return Optional.of(said + " must not be blank");
      }
    }
    return Optional.empty();
  }

  /** Endpoints refuse to take back a name with other characters. */
  private static String offeredName(String name) {
    String plain = name == null ? "" : name.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.isEmpty() ? "unnamed" : plain.substring(0, Math.min(plain.length(), 64));
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(text.length(), QUOTED_CHARACTERS_MAX));
  }

  /** Redacts value by value: over the JSON text it could break the syntax. */
  private JsonNode clean(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(redaction.clean(node.asText()));
    }
    if (node.isArray()) {
      var list = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> list.add(clean(item)));
      return list;
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(field -> object.set(field.getKey(), clean(field.getValue())));
      return object;
    }
    return node;
  }
}
