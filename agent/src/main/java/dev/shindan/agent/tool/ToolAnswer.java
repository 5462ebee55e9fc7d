package dev.shindan.agent.tool;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.Selection;

/** What a tool answered: seen, nothing there, refused by ourselves, not recorded, or failed. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ToolAnswer.Observed.class, name = "observed"),
  @JsonSubTypes.Type(value = ToolAnswer.Empty.class, name = "empty"),
  @JsonSubTypes.Type(value = ToolAnswer.Denied.class, name = "denied"),
  @JsonSubTypes.Type(value = ToolAnswer.NotRecorded.class, name = "not_recorded"),
  @JsonSubTypes.Type(value = ToolAnswer.Failed.class, name = "failed")
})
public sealed interface ToolAnswer {
  /**
   * @param facts the tool's facts record as a JSON object
   */
  record Observed(JsonNode facts) implements ToolAnswer {
    public static Observed of(Record facts) {
      return new Observed(Json.tree(facts));
    }
  }

  /**
   * @param searched what was searched, and where
   */
  record Empty(String searched) implements ToolAnswer {}

  /** Our own guard said no. */
  record Denied(String reason) implements ToolAnswer {}

  /** A replay has no recording of this call. */
  record NotRecorded(String key) implements ToolAnswer {}

  /**
   * @param detail command, host, limit, exit status, first lines of stderr
   */
  record Failed(FailureKind kind, String detail) implements ToolAnswer {}

  /** The answer when a store gave none. */
  static ToolAnswer unavailable(Selection.Reason reason, String detail) {
    return switch (reason) {
      case UNREACHABLE -> new Failed(FailureKind.UNREACHABLE, detail);
      case CONNECTION_REFUSED -> new Failed(FailureKind.CONNECTION_REFUSED, detail);
      case AUTHENTICATION_FAILED -> new Failed(FailureKind.AUTHENTICATION_FAILED, detail);
      case TIMED_OUT -> new Failed(FailureKind.TIMED_OUT, detail);
      case UNREADABLE -> new Failed(FailureKind.UNREADABLE, detail);
      case DENIED -> new Denied(detail);
    };
  }

  /** One line for people: what happened instead of an observation. */
  default String inWords() {
    return switch (this) {
      case Observed _ -> "observed";
      case Empty empty -> "nothing found: " + empty.searched();
      case Denied denied -> "denied: " + denied.reason();
      case NotRecorded missing -> "not recorded: " + missing.key();
      case Failed failed ->
          failed.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
              + ": "
              + failed.detail();
    };
  }
}
