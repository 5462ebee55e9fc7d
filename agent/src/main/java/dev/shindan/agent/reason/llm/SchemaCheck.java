package dev.shindan.agent.reason.llm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.Map;
import java.util.Optional;

/**
 * Whether JSON fits the schema that was offered. Lenient where models often slip and nothing is
 * lost: null is absent, and a whole number may come as text.
 */
final class SchemaCheck {
  private SchemaCheck() {}

  /** The first problem in one line; empty when the value fits. */
  static Optional<String> problem(JsonSchemaElement schema, JsonNode value, String path) {
    return switch (schema) {
      case JsonObjectSchema object -> objectProblem(object, value, path);
      case JsonArraySchema array -> arrayProblem(array, value, path);
      case JsonEnumSchema choice ->
          expect(
              value.isValueNode() && choice.enumValues().contains(value.asText()),
              path,
              "one of " + choice.enumValues());
      case JsonIntegerSchema _ ->
          expect(
              value.isIntegralNumber() || (value.isTextual() && value.asText().matches("\\d{1,9}")),
              path,
              "a whole number");
      case JsonBooleanSchema _ -> expect(value.isBoolean(), path, "true or false");
      case JsonStringSchema _ -> expect(value.isValueNode(), path, "text");
      default -> throw new IllegalArgumentException("no offer uses " + schema.getClass());
    };
  }

  private static Optional<String> objectProblem(
      JsonObjectSchema schema, JsonNode value, String path) {
    if (!value.isObject()) {
      return expect(false, path, "an object");
    }
    for (String name : schema.required()) {
      if (value.path(name).isMissingNode() || value.path(name).isNull()) {
        return Optional.of(within(path, name) + " is missing");
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonSchemaElement expected = schema.properties().get(field.getKey());
      if (expected == null) {
        return Optional.of(
            within(path, field.getKey())
                + " is unknown; known are "
                + schema.properties().keySet());
      }
      if (!field.getValue().isNull()) {
        Optional<String> problem =
            problem(expected, field.getValue(), within(path, field.getKey()));
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> arrayProblem(
      JsonArraySchema schema, JsonNode value, String path) {
    if (!value.isArray()) {
      return expect(false, path, "a list");
    }
    for (int index = 0; index < value.size(); index++) {
      Optional<String> problem =
          problem(schema.items(), value.get(index), path + "[" + index + "]");
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static String within(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Optional<String> expect(boolean fits, String path, String expected) {
    return fits
        ? Optional.empty()
        : Optional.of((path.isEmpty() ? "the arguments" : path) + " must be " + expected);
  }
}
