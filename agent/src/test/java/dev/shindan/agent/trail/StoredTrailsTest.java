package dev.shindan.agent.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.tool.ToolAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A trail that was ever written still loads and folds. */
final class StoredTrailsTest {
  /** Fields whose objects are data of tools and monitoring systems, not ours to extend. */
  private static final Set<String> FREE_FORM =
      Set.of("labels", "annotations", "arguments", "facts", "message");

  @Test
  void everyKindOfEventAndAnswerHasASample() {
    List<Event> samples = EventSamples.all();
    assertThat(samples.stream().<Class<?>>map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.copyOf(Arrays.asList(Event.class.getPermittedSubclasses())));
    assertThat(
            samples.stream()
                .filter(Event.Answered.class::isInstance)
                .<Class<?>>map(event -> ((Event.Answered) event).answer().getClass())
                .collect(Collectors.toSet()))
        .isEqualTo(Set.copyOf(Arrays.asList(ToolAnswer.class.getPermittedSubclasses())));
  }

  @Test
  void everySampleComesBackEqualFromJson() {
    for (Event event : EventSamples.all()) {
      assertThat(Json.read(Json.write(event), Event.class)).isEqualTo(event);
    }
  }

  @Test
  void theTrailOfVersionOneLoadsAndFolds() throws IOException {
    List<Entry> trail = version1().stream().map(line -> Json.read(line, Entry.class)).toList();
    CaseFile folded = CaseFile.of("inv-1", trail);
    assertThat(folded.lastNumber()).isEqualTo(30);
    assertThat(folded.incident().alerts()).hasSize(2);
    assertThat(folded.hypothesis("h1")).isPresent();
    assertThat(folded.calls()).hasSize(5);
    assertThat(folded.unfinished()).isEmpty();
    assertThat(folded.findings()).hasSize(1);
    assertThat(folded.hasTaken("00000002")).isTrue();
    assertThat(folded.reasoner()).isEqualTo("builtin");
  }

  @Test
  void noFieldOfVersionOneIsLostWhenItIsReadAndWritten() throws IOException {
    for (String line : version1()) {
      JsonNode rewritten = Json.tree(Json.read(line, Entry.class));
      assertHolds(rewritten, Json.MAPPER.readTree(line), line);
    }
  }

  private static void assertHolds(JsonNode actual, JsonNode expected, String line) {
    if (expected instanceof ObjectNode object) {
      for (var field : object.properties()) {
        assertThat(actual.has(field.getKey())).as("%s in %s", field.getKey(), line).isTrue();
        assertHolds(actual.get(field.getKey()), field.getValue(), line);
      }
    } else if (expected instanceof ArrayNode array) {
      assertThat(actual.size()).as(line).isEqualTo(array.size());
      for (int index = 0; index < array.size(); index++) {
        assertHolds(actual.get(index), array.get(index), line);
      }
    } else {
      assertThat(actual.asText()).as(line).isEqualTo(expected.asText());
    }
  }

  @Test
  void fieldsOfANewerVersionAreIgnored() throws IOException {
    for (String line : version1()) {
      JsonNode newer = Json.MAPPER.readTree(line);
      extend(newer);
      assertThat(newer.has("addedLater")).isTrue();
      assertThat(Json.read(newer.toString(), Entry.class)).isEqualTo(Json.read(line, Entry.class));
    }
  }

  private static void extend(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                if (!FREE_FORM.contains(field.getKey())) {
                  extend(field.getValue());
                }
              });
      object.put("addedLater", "unknown");
    } else {
      node.forEach(StoredTrailsTest::extend);
    }
  }

  private static List<String> version1() throws IOException {
    try (InputStream golden =
        Objects.requireNonNull(StoredTrailsTest.class.getResourceAsStream("/trails/v1.jsonl"))) {
      return new String(golden.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
