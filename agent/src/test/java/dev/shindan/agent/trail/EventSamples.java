package dev.shindan.agent.trail;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.EndedBy;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** At least one event of every kind, with every field filled, as a trail that folds. */
public final class EventSamples {
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
  private static final Claim CLAIM =
      new Claim("/data is full.", List.of(new Citation(4, "/dev/sdb1 100%")));

  private EventSamples() {}

  public static List<Event> all() {
    return List.of(
        new Event.Opened(incident(), "builtin", Limits.DEFAULT, "c0ffee"),
        new Event.AlertJoined("00000001", alert("DiskSlow"), Optional.empty()),
        new Event.Proposed(
            new Hypothesis("h1", "disk-full-bytes", "app1:/data", "/data is full", 0.2, "alert")),
        called("df"),
        answered(4, new ToolAnswer.Observed(Json.tree(Map.of("usedRatio", 0.98)))),
        new Event.Found(
            4,
            List.of(new Finding("disk-full-bytes/full", "app1:/data", Severity.CRITICAL, "t", "q")),
            "c0ffee"),
        new Event.Judged(
            new Evidence(
                "h1",
                4,
                Bearing.SUPPORTS,
                Strength.STRONG,
                "statvfs",
                Optional.of("disk-full-bytes/full"),
                "98 % used",
                "/dev/sdb1 100%"),
            "catalogue"),
        called("iostat"),
        answered(8, new ToolAnswer.Failed(FailureKind.NOT_INSTALLED, "iostat: not found")),
        called("journal"),
        answered(10, new ToolAnswer.Empty("journal of app1, 10 min")),
        called("dmesg"),
        answered(12, new ToolAnswer.Denied("not allowed")),
        called("ss"),
        answered(14, new ToolAnswer.NotRecorded("ss app1")),
        new Event.Referred(ToolCall.of("df", "app1", Map.of("path", "/data")), 4),
        new Event.Rejected("conclude", "no tried refutation"),
        new Event.Struck(CLAIM, "the quote is not in the output"),
        new Event.Turned(
            "model",
            "diagnose",
            "ab12",
            Json.tree(Map.of("text", "hm")),
            100,
            20,
            0.01,
            seconds(2)),
        new Event.Said("00000002", "mika", "the database is fine"),
        new Event.Pinned(20, "db1", true, "mika", "the database is fine"),
        new Event.Replied(20, List.of(CLAIM), "builtin"),
        new Event.StopAsked("00000003", "mika"),
        new Event.FeedbackGiven("00000004", "mika", "{\"right\":true}"),
        new Event.HandedOver("llm:model", "builtin", "503"),
        new Event.Interim(verdict()),
        new Event.Resumed("worker-2"),
        new Event.Concluded(verdict()),
        new Event.Reopened("mika", "it is back"),
        new Event.Aborted("IllegalStateException"));
  }

  public static Incident incident() {
    return new Incident(
        "inc-1",
        "Disk full on app1",
        NOON,
        NOON.minusSeconds(90),
        List.of("app1", "db1"),
        List.of("app1"),
        List.of(alert("DiskFull")),
        Optional.of("why?"));
  }

  public static Alert alert(String name) {
    return new Alert(
        "alertmanager",
        "f-" + name,
        name,
        Severity.CRITICAL,
        true,
        NOON.minusSeconds(60),
        Optional.of(NOON),
        Map.of("instance", "app1"),
        Map.of("summary", "full"));
  }

  private static Event.Called called(String tool) {
    return new Event.Called(
        ToolCall.of(tool, "app1", Map.of("path", "/data")),
        Optional.of("h1"),
        Optional.of("98 % or more"),
        "to see",
        "builtin");
  }

  private static Event.Answered answered(long call, ToolAnswer answer) {
    return new Event.Answered(
        call,
        answer,
        Optional.of("0".repeat(64)),
        512,
        3,
        NOON,
        seconds(1),
        Optional.of(Duration.ofMillis(-250)));
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Verdict verdict() {
    return new Verdict(
        "inc-1",
        "builtin",
        Outcome.ROOT_CAUSE,
        List.of(CLAIM),
        List.of(new Verdict.Cause("app1:/data", "disk-full-bytes", 0.97, List.of(CLAIM))),
        List.of(new Verdict.RuledOut("db1", "db-down", "answers", List.of(new Citation(4, "")))),
        List.of("iostat on app1"),
        List.of("free space on /data"),
        EndedBy.REASONER,
        27,
        5,
        14.2,
        120,
        0.01);
  }
}
