package dev.shindan.collectors.markers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.ChangeMarkers.Marker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarkerPayloadTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String WHOLE =
      """
      {"id":"build-77","at":"2026-11-24T20:30:00+09:00","kind":"rollback","subject":"cart",
       "text":"cart 1.8 to 1.7","author":"mika"}\
      """;

  private final MarkerPayload payload = new MarkerPayload(2);

  @Test
  void aChangeIsReadWhole() {
    assertThat(decode(WHOLE).getFirst().change())
        .isEqualTo(
            new Change(
                Instant.parse("2026-11-24T11:30:00Z"),
                "jenkins",
                "rollback",
                "cart",
                "cart 1.8 to 1.7",
                "mika"));
  }

  @Test
  void aChangeWithAnIdIsADeploymentOfNowUnlessItSaysOtherwise() {
    assertThat(decode("{\"id\":\"77\",\"text\":\"cart 1.8\"}").getFirst().change())
        .isEqualTo(new Change(NOW, "jenkins", "deploy", "", "cart 1.8", ""));
  }

  @Test
  void theSameIdIsTheSameChangeAndWithoutAnIdTheSameContentIs() {
    String bare = "{\"at\":\"2026-11-24T12:00:00Z\",\"text\":\"a\"}";
    assertThat(key(bare)).isEqualTo(key(bare)).isNotEqualTo(key(bare.replace("\"a\"", "\"b\"")));
    assertThat(key(WHOLE)).isEqualTo(key(WHOLE.replace("mika", "someone else")));
    assertThat(key(WHOLE)).isNotEqualTo(key(WHOLE.replace("77", "78")));
    assertThat(payload.decode("other", bytes(WHOLE), NOW).getFirst().key())
        .isNotEqualTo(key(WHOLE));
  }

  @Test
  void severalComeInAList() {
    assertThat(decode("{\"changes\":[" + WHOLE + "," + WHOLE.replace("77", "78") + "]}"))
        .hasSize(2);
  }

  @Test
  void secretsAndControlCharactersAreNotKept() {
    String text =
        decode("{\"id\":\"1\",\"text\":\"to postgres://app:hunter22@db\\nand\\u0007 on\"}")
            .getFirst()
            .change()
            .text();
    assertThat(text).startsWith("to ").doesNotContain("hunter22").endsWith("and on");
  }

  @Test
  void aLongTextIsCut() {
    assertThat(
            decode("{\"id\":\"1\",\"text\":\"" + "x".repeat(5000) + "\"}")
                .getFirst()
                .change()
                .text())
        .hasSizeLessThan(310);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|not a JSON object",
        "{\"text\":|not valid JSON",
        "[]|not a JSON object",
        "{}|text is missing",
        "{\"text\":\"a\"}|at is missing",
        "{\"id\":1,\"text\":\"a\"}|id text was expected",
        "{\"id\":\"1\",\"text\":\"a\",\"at\":\"noon\"}|at is 'noon'; a time of RFC 3339",
        "{\"id\":\"1\",\"text\":\"a\",\"kind\":\"Big Bang\"}|kind a word",
        "{\"id\":\"1\",\"text\":\"a\",\"service\":\"x\"}|service is not known",
        "{\"changes\":[]}|changes a list",
        "{\"changes\":{}}|changes a list",
        "{\"changes\":[1]}|changes[0] an object",
        "{\"changes\":[{\"id\":\"1\",\"text\":\"a\"},{}]}|changes[1].text is missing",
        "{\"changes\":[{},{},{}]}|at most 2",
      })
  void whatDoesNotFitIsOneLineThatNamesTheField(String body, String said) {
    assertThatThrownBy(() -> decode(body))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({"a b", "../x", "''"})
  void aSourceIsOneWord(String source) {
    assertThatThrownBy(() -> payload.decode(source, bytes(WHOLE), NOW))
        .isInstanceOf(WrongInput.class);
  }

  private String key(String body) {
    return decode(body).getFirst().key();
  }

  private List<Marker> decode(String body) {
    return payload.decode("jenkins", bytes(body), NOW);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
