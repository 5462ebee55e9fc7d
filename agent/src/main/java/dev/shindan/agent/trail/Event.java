package dev.shindan.agent.trail;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can happen in an investigation. A stored event is never changed; a field that is added later
 * is an {@link Optional} or a collection, so that every trail ever written still loads.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.Opened.class, name = "opened"),
  @JsonSubTypes.Type(value = Event.AlertJoined.class, name = "alert_joined"),
  @JsonSubTypes.Type(value = Event.Turned.class, name = "turned"),
  @JsonSubTypes.Type(value = Event.Proposed.class, name = "proposed"),
  @JsonSubTypes.Type(value = Event.Called.class, name = "called"),
  @JsonSubTypes.Type(value = Event.Answered.class, name = "answered"),
  @JsonSubTypes.Type(value = Event.Referred.class, name = "referred"),
  @JsonSubTypes.Type(value = Event.Found.class, name = "found"),
  @JsonSubTypes.Type(value = Event.Judged.class, name = "judged"),
  @JsonSubTypes.Type(value = Event.Rejected.class, name = "rejected"),
  @JsonSubTypes.Type(value = Event.Struck.class, name = "struck"),
  @JsonSubTypes.Type(value = Event.Said.class, name = "said"),
  @JsonSubTypes.Type(value = Event.Pinned.class, name = "pinned"),
  @JsonSubTypes.Type(value = Event.Replied.class, name = "replied"),
  @JsonSubTypes.Type(value = Event.StopAsked.class, name = "stop_asked"),
  @JsonSubTypes.Type(value = Event.FeedbackGiven.class, name = "feedback_given"),
  @JsonSubTypes.Type(value = Event.HandedOver.class, name = "handed_over"),
  @JsonSubTypes.Type(value = Event.Interim.class, name = "interim"),
  @JsonSubTypes.Type(value = Event.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = Event.Reopened.class, name = "reopened"),
  @JsonSubTypes.Type(value = Event.Concluded.class, name = "concluded"),
  @JsonSubTypes.Type(value = Event.Aborted.class, name = "aborted")
})
public sealed interface Event {
  /**
   * The first entry of every trail.
   *
   * @param catalogueHash SHA-256 of the fault catalogue that computes the findings
   */
  record Opened(Incident incident, String reasoner, Limits limits, String catalogueHash)
      implements Event {}

  /**
   * A further alert joined the incident, or one of its alerts ended.
   *
   * @param message its identity in the inbox
   * @param incident the incident from now on, where the alert widened its scope
   */
  record AlertJoined(String message, Alert alert, Optional<Incident> incident) implements Event {}

  /**
   * A model was asked; kept so that the conversation can be rebuilt as a stable prefix.
   *
   * @param prompt id of the prompt file; {@code promptHash} its SHA-256
   * @param message the assistant message as sent, redacted: {@code text} and {@code toolCalls}
   */
  record Turned(
      String model,
      String prompt,
      String promptHash,
      JsonNode message,
      long inputTokens,
      long outputTokens,
      double cost,
      Duration latency)
      implements Event {}

  record Proposed(Hypothesis hypothesis) implements Event {}

  /**
   * A tool call is about to run; durable before the first byte leaves. {@code #n} cites it together
   * with its answer.
   *
   * @param hypothesis the hypothesis it tests; empty for a first look
   * @param prediction what will be seen if the hypothesis holds, written before looking
   * @param reason why this, now
   * @param askedBy {@code builtin}, a model, or a person
   */
  record Called(
      ToolCall call,
      Optional<String> hypothesis,
      Optional<String> prediction,
      String reason,
      String askedBy)
      implements Event {}

  /**
   * @param call the number of the {@link Called} entry
   * @param rawHash the stored raw output, when there was any
   * @param observedAt our clock when the answer was complete; {@code clockOffset} target minus ours
   */
  record Answered(
      long call,
      ToolAnswer answer,
      Optional<String> rawHash,
      long rawBytes,
      long omittedBytes,
      Instant observedAt,
      Duration took,
      Optional<Duration> clockOffset)
      implements Event {}

  /** An equal question was asked again while the answer to {@code call} was still fresh. */
  record Referred(ToolCall question, long call) implements Event {}

  /** Findings that the catalogue computed from the answer to {@code call}. */
  record Found(long call, List<Finding> findings, String catalogueHash) implements Event {
    public Found {
      findings = List.copyOf(findings);
    }
  }

  record Judged(Evidence evidence, String judgedBy) implements Event {}

  /**
   * A move was refused.
   *
   * @param move the move in words; {@code reason} what the reasoner can do about it
   */
  record Rejected(String move, String reason) implements Event {}

  /** A sentence that failed its citation check; shown struck out, never as a claim. */
  record Struck(Claim claim, String reason) implements Event {}

  /**
   * A person said something; taken from the durable inbox.
   *
   * @param message its identity in the inbox
   */
  record Said(String message, String author, String text) implements Event {}

  /**
   * A human statement as an observation with an author: it lowers the checks it covers until
   * something observed contradicts it.
   *
   * @param said the number of the {@link Said} entry
   * @param target the target spoken about
   * @param healthy true when the person says that it is fine
   */
  record Pinned(long said, String target, boolean healthy, String author, String text)
      implements Event {}

  /** An answer to the {@link Said} entry {@code said}. */
  record Replied(long said, List<Claim> claims, String by) implements Event {
    public Replied {
      claims = List.copyOf(claims);
    }
  }

  /** A person asked to end the investigation; it ends with what is known. */
  record StopAsked(String message, String author) implements Event {}

  /** What a person thinks of the verdict. */
  record FeedbackGiven(String message, String author, String body) implements Event {}

  /** One reasoner gave up; another goes on with the same trail. */
  record HandedOver(String from, String to, String reason) implements Event {}

  /** What is known so far, written when something broke. */
  record Interim(Verdict report) implements Event {}

  /** A worker took up an unfinished investigation. */
  record Resumed(String worker) implements Event {}

  /** New evidence or a person reopened a concluded investigation. */
  record Reopened(String by, String reason) implements Event {}

  record Concluded(Verdict verdict) implements Event {}

  /** Our own defect ended the investigation. */
  record Aborted(String reason) implements Event {}
}
