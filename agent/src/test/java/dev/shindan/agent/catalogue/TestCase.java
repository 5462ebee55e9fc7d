package dev.shindan.agent.catalogue;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trail that a test writes by hand. */
public final class TestCase {
  public static final Instant ONSET = Instant.parse("2026-11-01T03:00:00Z");

  private final List<Entry> entries = new ArrayList<>();

  public TestCase(String alertName, String... scope) {
    append(
        new Event.Opened(
            new Incident(
                "i1",
                alertName,
                ONSET,
                ONSET,
                List.of(scope),
                List.of(scope[0]),
                List.of(alert(alertName)),
                Optional.empty()),
            "builtin",
            Limits.DEFAULT,
            "hash"));
  }

  private static Alert alert(String name) {
    return new Alert(
        "test",
        "fingerprint",
        name,
        Severity.CRITICAL,
        true,
        ONSET,
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  public long append(Event event) {
    entries.add(new Entry(entries.size() + 1L, ONSET.plusSeconds(entries.size()), event));
    return entries.size();
  }

  public CallState answered(ToolCall call, ToolAnswer answer) {
    long number =
        append(new Event.Called(call, Optional.empty(), Optional.empty(), "test", "builtin"));
    append(
        new Event.Answered(
            number,
            answer,
            Optional.empty(),
            0,
            0,
            ONSET.plusSeconds(60),
            Duration.ZERO,
            Optional.empty()));
    return caseFile().call(number).orElseThrow();
  }

  public CallState observed(ToolCall call, Record facts) {
    return answered(call, ToolAnswer.Observed.of(facts));
  }

  public CaseFile caseFile() {
    return CaseFile.of("i1", entries);
  }
}
