package dev.shindan.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.EndedBy;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.TrailStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a small investigation, entry by entry. */
final class SampleTrail {
  static final Instant START = Instant.parse("2026-10-03T02:41:00Z");
  static final String DF_LINE = "/dev/vdb1       51474912 51474912         0 100% /data";
  static final String DF =
      "Filesystem     1K-blocks     Used Available Use% Mounted on\n"
          + "/dev/vda1       20509264  6291456  13149952  33% /\n"
          + DF_LINE
          + "\ntmpfs            1021852        0   1021852   0% /dev/shm\n";
  static final String KERNEL_LINE = "app1 orders[812]: write /data/wal: No space left on device";

  private final TrailStore store;
  private final String id;

  SampleTrail(TrailStore store, String id) {
    this.store = store;
    this.id = id;
  }

  long append(Event event, RawOutput... raws) {
    long number = store.lastNumber(id) + 1;
    store.append(id, number, List.of(event), List.of(raws));
    return number;
  }

  SampleTrail open(String title) {
    Incident incident =
        new Incident(
            id,
            title,
            START,
            START.minusSeconds(95),
            List.of("app1", "db"),
            List.of("app1"),
            List.of(),
            Optional.of(title));
    append(new Event.Opened(incident, "builtin", Limits.DEFAULT, "c0ffee"));
    return this;
  }

  long call(String tool, String target, String reason, String hypothesis, String output) {
    long call =
        append(
            new Event.Called(
                ToolCall.of(tool, target, Map.of("seconds", "2")),
                hypothesis.isEmpty() ? Optional.empty() : Optional.of(hypothesis),
                hypothesis.isEmpty() ? Optional.empty() : Optional.of("use of /data is 100 %"),
                reason,
                "builtin"));
    RawOutput raw = RawOutput.of(output);
    append(
        new Event.Answered(
            call,
            new ToolAnswer.Observed(JsonNodeFactory.instance.objectNode().put("usedPercent", 100)),
            Optional.of(raw.hash()),
            raw.bytes().length,
            0,
            START.plusSeconds(4),
            Duration.ofMillis(230),
            Optional.of(Duration.ofMillis(12))),
        raw);
    return call;
  }

  void find(long call, String text, Severity severity, String quote) {
    append(
        new Event.Found(
            call,
            List.of(new Finding("disk-full-bytes/df", "app1:/data", severity, text, quote)),
            "c0ffee"));
  }

  void propose(String hypothesis, String kind, String target, double prior) {
    append(
        new Event.Proposed(
            new Hypothesis(
                hypothesis,
                kind,
                target,
                "The cause is " + kind + " on " + target + ".",
                prior,
                "The alert speaks of failed writes.")));
  }

  void judge(String hypothesis, long call, Bearing bearing, Strength strength, String quote) {
    append(
        new Event.Judged(
            new Evidence(
                hypothesis,
                call,
                bearing,
                strength,
                "basis_" + call,
                Optional.empty(),
                bearing == Bearing.SUPPORTS
                    ? "/data has 0 bytes available of 49 GiB"
                    : "the round trip to db takes 0.3 ms, as on the days before",
                quote),
            "builtin"));
  }

  void fail(String tool, String target) {
    long call =
        append(
            new Event.Called(
                ToolCall.of(tool, target),
                Optional.empty(),
                Optional.empty(),
                "first look",
                "builtin"));
    append(
        new Event.Answered(
            call,
            new ToolAnswer.Failed(FailureKind.TIMED_OUT, "iostat on db: no answer in 30 s"),
            Optional.empty(),
            0,
            0,
            START,
            Duration.ofSeconds(30),
            Optional.empty()));
  }

  /** A whole investigation, from the opening to the verdict. */
  SampleTrail whole() {
    open("Orders fail with HTTP 500 on app1");
    long df = call("disk_usage", "app1", "first look at app1", "", DF);
    find(df, "100 % of 49.1 GiB used, 0 bytes available (limit 95 %)", Severity.CRITICAL, DF_LINE);
    fail("disk_io", "db");
    propose("h1", "disk-full-bytes", "app1:/data", 0.2);
    propose("h2", "network-loss", "db", 0.1);
    propose("h3", "memory-pressure", "app1", 0.05);
    judge("h1", df, Bearing.SUPPORTS, Strength.DECISIVE, DF_LINE);
    long log = call("journal", "app1", "who fails to write", "h1", KERNEL_LINE + "\n");
    find(log, "412 lines “No space left on device” in 60 s", Severity.WARNING, KERNEL_LINE);
    judge("h1", log, Bearing.SUPPORTS, Strength.STRONG, KERNEL_LINE);
    long ping = call("sockets_summary", "db", "can it be the network", "h2", "rtt 0.3 ms\n");
    append(new Event.Found(ping, List.of(), "c0ffee"));
    judge("h2", ping, Bearing.REFUTES, Strength.STRONG, "rtt 0.3 ms");
    append(new Event.Rejected("judge h3 on #99", "#99 is not an observation; cite a call"));
    append(
        new Event.Struck(new Claim("The disk of db is slow", List.of()), "cites no observation"));
    append(new Event.HandedOver("llm", "builtin", "the model endpoint refused the connection"));
    long said = append(new Event.Said("sample-1", "kenji", "is it the network?"));
    append(
        new Event.Replied(
            said,
            List.of(
                new Claim(
                    "Unlikely: the round trip to db takes 0.3 ms.",
                    List.of(new Citation(ping, "rtt 0.3 ms")))),
            "builtin"));
    append(new Event.Concluded(verdict(df, log, ping)));
    return this;
  }

  private Verdict verdict(long df, long log, long ping) {
    var cites = List.of(new Citation(df, DF_LINE));
    var more = List.of(new Citation(log, KERNEL_LINE));
    return new Verdict(
        id,
        "builtin",
        Outcome.ROOT_CAUSE,
        List.of(
            new Claim(
                "The file system /data of app1 is full, so orders cannot be written.", cites)),
        List.of(
            new Verdict.Cause(
                "app1:/data",
                "disk-full-bytes",
                0.99,
                List.of(
                    new Claim("/data has 0 bytes available of 49.1 GiB.", cites),
                    new Claim("The order service fails to write since 02:39:25 UTC.", more)))),
        List.of(
            new Verdict.RuledOut(
                "db",
                "network-loss",
                "the round trip takes 0.3 ms",
                List.of(new Citation(ping, "rtt 0.3 ms")))),
        List.of("disk_io on db: timed out after 30 s"),
        List.of("Find what grew: du -x --max-depth=2 /data", "Free space, then restart orders"),
        EndedBy.REASONER,
        24,
        4,
        14.2,
        0,
        0);
  }
}
