package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.reason.Turn;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.HypothesisState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers what people say out of the ledger, after looking if they name a tool. */
final class ChatAnswers {
  private static final Pattern SAYS_FINE =
      Pattern.compile(
          "\\b(?:is|are|looks?|seems?) (?:all )?(?:fine|ok|okay|healthy|good)\\b"
              + "|\\bi (?:have )?checked\\b|大丈夫|問題な[いし]",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ASKS =
      Pattern.compile(
          "[?？]|^\\s*(?:is|are|does|do|what|why|how|can)\\b|ですか|か$", Pattern.CASE_INSENSITIVE);
  private static final Pattern WHY =
      Pattern.compile("\\bwhy\\b|\\bcause\\b|なぜ|どうして|原因", Pattern.CASE_INSENSITIVE);
  private static final int CLAIMS_MAX = 6;

  private final Toolbox toolbox;
  private final Inventory inventory;

  ChatAnswers(Toolbox toolbox, Inventory inventory) {
    this.toolbox = toolbox;
    this.inventory = inventory;
  }

  /** The next turn towards answering the oldest open message; empty when none is open. */
  Optional<Turn> next(CaseFile caseFile) {
    return caseFile.unanswered().entrySet().stream()
        .findFirst()
        .map(open -> answer(open, caseFile));
  }

  private Turn answer(Map.Entry<Long, Event.Said> open, CaseFile caseFile) {
    long said = open.getKey();
    String text = open.getValue().text();
    Optional<String> target = targetIn(text);
    String about = target.orElse(caseFile.incident().scope().getFirst());
    if (SAYS_FINE.matcher(text).find() && !ASKS.matcher(text).find()) {
      return pin(said, open.getValue(), about, caseFile);
    }
    Optional<ToolCall> call = toolIn(text).map(tool -> callOf(tool, about));
    if (call.isPresent() && toolbox.problemWith(call.get()).isEmpty()) {
      return look(said, call.get(), caseFile);
    }
    if (WHY.matcher(text).find()) {
      return reply(said, why(said, caseFile));
    }
    return reply(
        said, target.isPresent() ? onTarget(said, about, caseFile) : standing(said, caseFile));
  }

  private static Turn pin(long said, Event.Said words, String target, CaseFile caseFile) {
    List<Claim> claims = new ArrayList<>();
    claims.add(
        new Claim(
            "noted: " + words.author() + " says that " + target + " is fine",
            List.of(new Citation(said, ""))));
    for (Claim finding : findings(target, caseFile)) {
      claims.add(new Claim("this speaks against it: " + finding.text(), finding.citations()));
    }
    return Turn.of(
        new Move.Pin(said, target, true),
        new Move.Reply(said, claims.stream().limit(CLAIMS_MAX).toList()));
  }

  private Turn look(long said, ToolCall call, CaseFile caseFile) {
    Optional<CallState> latest = caseFile.latest(call);
    boolean refused = !Asked.refusedLately(caseFile).isEmpty();
    if (latest.filter(seen -> isFresh(seen, said, caseFile)).isEmpty() && !refused) {
      return Turn.of(
          new Move.Examine(
              List.of(Move.Question.firstLook(call, "a person asked for it in #" + said))));
    }
    return reply(
        said,
        latest
            .map(seen -> answerOf(seen))
            .orElseGet(() -> List.of(cited(said, call.tool() + " may not be asked now"))));
  }

  private boolean isFresh(CallState seen, long said, CaseFile caseFile) {
    Instant saidAt = caseFile.entries().get((int) said - 1).at();
    return toolbox
        .find(seen.call().tool())
        .map(tool -> seen.observedAt().orElseThrow().plus(tool.spec().freshness()))
        .map(until -> !until.isBefore(saidAt))
        .orElse(true);
  }

  private static List<Claim> answerOf(CallState seen) {
    String what = seen.call().tool() + " on " + seen.call().target() + ": ";
    List<Claim> claims = new ArrayList<>();
    seen.findings().forEach(finding -> claims.add(claim(seen, finding)));
    if (claims.isEmpty()) {
      String words =
          seen.facts()
              .map(FactsInWords::of)
              .orElseGet(() -> seen.answered().orElseThrow().answer().inWords());
      claims.add(new Claim(what + words, List.of(new Citation(seen.number(), ""))));
    }
    return claims.stream().limit(CLAIMS_MAX).toList();
  }

  private static List<Claim> why(long said, CaseFile caseFile) {
    List<Claim> claims = new ArrayList<>();
    caseFile.verdict().map(Verdict::causes).orElse(List.of()).stream()
        .flatMap(cause -> cause.claims().stream())
        .forEach(claims::add);
    if (claims.isEmpty()) {
      leader(caseFile).ifPresent(state -> claims.addAll(reasons(state)));
    }
    return claims.isEmpty() ? standing(said, caseFile) : claims.stream().limit(CLAIMS_MAX).toList();
  }

  private static List<Claim> reasons(HypothesisState state) {
    List<Claim> reasons = new ArrayList<>();
    String what = state.hypothesis().statement();
    for (Claim claim : Conclusion.claims(state, Bearing.SUPPORTS)) {
      reasons.add(new Claim("for " + what + ": " + claim.text(), claim.citations()));
    }
    for (Claim claim : Conclusion.claims(state, Bearing.REFUTES)) {
      reasons.add(new Claim("against " + what + ": " + claim.text(), claim.citations()));
    }
    return reasons;
  }

  private static List<Claim> onTarget(long said, String target, CaseFile caseFile) {
    List<Claim> claims = new ArrayList<>(findings(target, caseFile));
    if (!claims.isEmpty()) {
      return claims.stream().limit(CLAIMS_MAX).toList();
    }
    List<CallState> calls =
        caseFile.calls().stream()
            .filter(call -> call.call().target().equals(target) && call.answered().isPresent())
            .toList();
    List<Citation> seen =
        calls.stream()
            .filter(CallState::observed)
            .map(call -> new Citation(call.number(), ""))
            .limit(CLAIMS_MAX)
            .toList();
    if (!seen.isEmpty()) {
      claims.add(new Claim("nothing notable was found so far on " + target, seen));
    }
    calls.stream()
        .filter(call -> !call.observed())
        .findFirst()
        .ifPresent(call -> claims.addAll(answerOf(call)));
    return claims.isEmpty() ? List.of(cited(said, target + " has not been looked at yet")) : claims;
  }

  private static List<Claim> standing(long said, CaseFile caseFile) {
    List<Claim> claims =
        leader(caseFile).map(ChatAnswers::reasons).orElse(List.of()).stream()
            .limit(CLAIMS_MAX)
            .toList();
    return claims.isEmpty()
        ? List.of(
            cited(
                said,
                "there is no supported hypothesis yet; name a target, or a tool and a target,"
                    + " to hear what is known or to have a look"))
        : claims;
  }

  private static Optional<HypothesisState> leader(CaseFile caseFile) {
    return caseFile.hypotheses().stream()
        .filter(state -> state.hasAny(Bearing.SUPPORTS))
        .max(Comparator.comparingDouble(HypothesisState::probability));
  }

  private static List<Claim> findings(String target, CaseFile caseFile) {
    return caseFile.calls().stream()
        .flatMap(
            call ->
                call.findings().stream()
                    .filter(finding -> Inventory.hostPart(finding.target()).equals(target))
                    .map(finding -> claim(call, finding)))
        .toList();
  }

  private static Claim claim(CallState call, Finding finding) {
    return new Claim(
        finding.target() + ": " + finding.text(),
        List.of(new Citation(call.number(), finding.quote())));
  }

  private static Claim cited(long said, String text) {
    return new Claim(text, List.of(new Citation(said, "")));
  }

  private static Turn reply(long said, List<Claim> claims) {
    return Turn.of(new Move.Reply(said, claims));
  }

  private ToolCall callOf(Tool tool, String target) {
    return toolbox.complete(ToolCall.of(tool.spec().name(), target));
  }

  private Optional<String> targetIn(String text) {
    return inventory.targets().stream()
        .map(Target::name)
        .filter(name -> isWordIn(name, text))
        .max(Comparator.comparingInt(String::length));
  }

  private Optional<Tool> toolIn(String text) {
    return toolbox.tools().stream()
        .filter(tool -> isNamedIn(tool.spec().name(), text))
        .max(Comparator.comparingInt(tool -> tool.spec().name().length()));
  }

  /** A tool such as {@code who} is an everyday word and counts only where it cannot be one. */
  private static boolean isNamedIn(String tool, String text) {
    return tool.contains("_")
        ? isWordIn(tool, text) || isWordIn(tool.replace('_', ' '), text)
        : tool.length() > 3 && isWordIn(tool, text);
  }

  private static boolean isWordIn(String word, String text) {
    return Pattern.compile(
            "(?<![a-z0-9._-])" + Pattern.quote(word.toLowerCase(Locale.ROOT)) + "(?![a-z0-9_])")
        .matcher(text.toLowerCase(Locale.ROOT))
        .find();
  }
}
