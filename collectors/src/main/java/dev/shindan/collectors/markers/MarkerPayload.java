package dev.shindan.collectors.markers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.ChangeMarkers.Marker;
import dev.shindan.collectors.lines.UntrustedText;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes the body of {@code POST /changes/SOURCE}: one change, or several in a list {@code
 * changes}; {@code docs/schemas/changes.json} is its schema.
 *
 * <p>An unknown field is refused, because a misspelt one would be lost unseen. All text is
 * untrusted: cut to a length, redacted and freed of control characters. Thread-safe.
 */
public final class MarkerPayload {
  private static final Set<String> FIELDS = Set.of("id", "at", "kind", "subject", "text", "author");
  private static final int NAME_LENGTH_MAX = 128;
  private static final int ID_LENGTH_MAX = 512;
  private static final int TEXT_LENGTH_MAX = 300;

  private final int changesMax;

  /**
   * @param changesMax a body with more changes is refused as a whole, so that none is lost unseen
   */
  public MarkerPayload(int changesMax) {
    if (changesMax < 1) {
      throw new IllegalArgumentException("changesMax is 1 or more");
    }
    this.changesMax = changesMax;
  }

  /**
   * The changes in the order of the body; never empty.
   *
   * @param source who tells of them
   * @param now when a change was made that has no time of its own
   * @throws WrongInput one line with the path of the field and what was expected
   */
  public List<Marker> decode(String source, byte[] body, Instant now) {
    if (!source.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new WrongInput("changes", "the source is 1 to 64 letters, digits, dots and hyphens");
    }
    JsonNode root = parse(body);
    if (!root.has("changes")) {
      return List.of(new Fields(root, "").marker(source, now));
    }
    JsonNode changes = root.path("changes");
    if (!changes.isArray() || changes.isEmpty() || root.size() > 1) {
      throw wrong("changes", "a list of at least one change was expected, and nothing beside it");
    }
    if (changes.size() > changesMax) {
      throw wrong("changes", "has %d; at most %d are taken".formatted(changes.size(), changesMax));
    }
    List<Marker> markers = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      markers.add(new Fields(changes.get(i), "changes[" + i + "].").marker(source, now));
    }
    return List.copyOf(markers);
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode root = Json.MAPPER.readTree(body);
      if (root != null && root.isObject()) {
        return root;
      }
    } catch (IOException | RuntimeException notJson) {
      throw new WrongInput("changes", "the body is not valid JSON");
    }
    throw new WrongInput("changes", "the body is not a JSON object");
  }

  private static WrongInput wrong(String path, String expected) {
    return new WrongInput("changes", path + " " + expected);
  }

  /** The fields of one change, with their path in the body. */
  private record Fields(JsonNode change, String path) {
    Marker marker(String source, Instant now) {
      checkNames();
      String text = UntrustedText.kept("text", written("text"), TEXT_LENGTH_MAX);
      if (text.isBlank()) {
        throw wrong(path + "text", "is missing; one line was expected: what was done");
      }
      String id = written("id");
      Optional<Instant> at = at();
      if (id.isBlank() && at.isEmpty()) {
        throw wrong(
            path + "at", "is missing; a time was expected, or an id that tells repetitions");
      }
      if (id.length() > ID_LENGTH_MAX) {
        throw wrong(path + "id", "at most " + ID_LENGTH_MAX + " characters were expected");
      }
      Change change =
          new Change(
              at.orElse(now),
              source,
              kind(),
              UntrustedText.kept("subject", written("subject"), NAME_LENGTH_MAX),
              text,
              UntrustedText.kept("author", written("author"), NAME_LENGTH_MAX));
      return new Marker(source + "/" + (id.isBlank() ? Json.write(change) : "id " + id), change);
    }

    private void checkNames() {
      if (!change.isObject()) {
        throw wrong(path.replaceFirst("\\.$", ""), "an object was expected");
      }
      for (String name : (Iterable<String>) change::fieldNames) {
        if (!FIELDS.contains(name)) {
          throw wrong(
              path + UntrustedText.cleaned(name, 40),
              "is not known; expected are id, at, kind, subject, text and author");
        }
      }
    }

    private String kind() {
      String kind = written("kind").isBlank() ? "deploy" : written("kind");
      if (!kind.matches("[a-z][a-z0-9-]{0,31}")) {
        throw wrong(path + "kind", "a word like deploy, config or rollback was expected");
      }
      return kind;
    }

    private Optional<Instant> at() {
      String text = written("at");
      if (text.isBlank()) {
        return Optional.empty();
      }
      try {
        return Optional.of(OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeException notTime) {
        throw wrong(
            path + "at",
            "is '%s'; a time of RFC 3339 was expected".formatted(UntrustedText.cleaned(text, 40)));
      }
    }

    private String written(String name) {
      JsonNode value = change.path(name);
      if (value.isMissingNode() || value.isNull()) {
        return "";
      }
      if (!value.isTextual()) {
        throw wrong(path + name, "text was expected");
      }
      return value.textValue();
    }
  }
}
