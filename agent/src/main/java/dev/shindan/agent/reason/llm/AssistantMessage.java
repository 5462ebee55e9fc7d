package dev.shindan.agent.reason.llm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.shindan.agent.model.Json;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What a model said in one turn, redacted, in the form in which it is kept on the trail.
 *
 * @param discarded answers of the same turn that could not be used, oldest first
 */
record AssistantMessage(String text, List<AskedCall> toolCalls, List<AssistantMessage> discarded) {
  /**
   * One tool call of a model.
   *
   * @param id the endpoint's own, or ours when it gave none
   * @param problem why it was not carried out: malformed, unknown, or not as the schema says
   */
  record AskedCall(String id, String name, JsonNode arguments, Optional<String> problem) {
    boolean usable() {
      return problem.isEmpty();
    }

    /** The text of an argument; empty when absent or null. */
    Optional<String> text(String argument) {
      JsonNode value = arguments.path(argument);
      return value.isMissingNode() || value.isNull()
          ? Optional.empty()
          : Optional.of(value.asText());
    }
  }

  AssistantMessage {
    toolCalls = List.copyOf(toolCalls);
    discarded = List.copyOf(discarded);
  }

  static AssistantMessage from(JsonNode kept) {
    try {
      return Json.MAPPER.treeToValue(kept, AssistantMessage.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  JsonNode kept() {
    return Json.tree(this);
  }

  AssistantMessage after(List<AssistantMessage> unused) {
    return new AssistantMessage(text, toolCalls, unused);
  }

  List<AskedCall> usable() {
    return toolCalls.stream().filter(AskedCall::usable).toList();
  }

  /** The message as the endpoint takes it back. */
  AiMessage sent() {
    List<ToolExecutionRequest> requests =
        toolCalls.stream()
            .map(
                call ->
                    ToolExecutionRequest.builder()
                        .id(call.id())
                        .name(call.name())
                        .arguments(Json.write(call.arguments()))
                        .build())
            .toList();
    AiMessage.Builder message = AiMessage.builder().toolExecutionRequests(requests);
    if (!text.isBlank()) {
      message.text(text);
    }
    return message.build();
  }
}
