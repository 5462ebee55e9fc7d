package dev.shindan.agent.reason.llm;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.reason.llm.AssistantMessage.AskedCall;
import dev.shindan.agent.reason.llm.EntryText.Trim;
import dev.shindan.agent.tool.RawOutputs;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Rebuilds the conversation with a model from the trail: the same entries give the same messages,
 * and more entries only add messages before the last one, which says where things stand.
 */
final class Conversation {
  static final String NUDGE =
      "Nothing was called. Go on with a tool, or end with conclude; prose alone does nothing.";

  /** Excerpts leave in steps of this many, so that the prefix is stable in between. */
  private static final int TRIM_STEP = 8;

  private final String prompt;
  private final Inventory inventory;
  private final RawOutputs raws;
  private final Moves moves;
  private final LlmSettings settings;
  private final String self;

  Conversation(
      String prompt,
      Inventory inventory,
      RawOutputs raws,
      Moves moves,
      LlmSettings settings,
      String self) {
    this.prompt = prompt;
    this.inventory = inventory;
    this.raws = raws;
    this.moves = moves;
    this.settings = settings;
    this.self = self;
  }

  /** All messages; the oldest raw excerpts, then the oldest facts, are left out when too long. */
  List<ChatMessage> messages(CaseFile caseFile) {
    EntryText text = new EntryText(caseFile.investigation(), raws, settings.excerptBytes());
    List<Long> calls = caseFile.calls().stream().map(call -> call.number()).toList();
    List<ChatMessage> messages = messages(caseFile, text, Trim.NONE);
    long raw = 0;
    for (int count = TRIM_STEP; tooLong(messages) && raw < last(calls); count += TRIM_STEP) {
      raw = calls.get(Math.min(count, calls.size()) - 1);
      messages = messages(caseFile, text, new Trim(raw, 0));
    }
    long facts = 0;
    for (int count = TRIM_STEP; tooLong(messages) && facts < last(calls); count += TRIM_STEP) {
      facts = calls.get(Math.min(count, calls.size()) - 1);
      messages = messages(caseFile, text, new Trim(raw, facts));
    }
    return messages;
  }

  /** What stands in the conversation for answers that could not be used. */
  List<ChatMessage> unused(AssistantMessage message) {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(message.sent());
    if (message.toolCalls().isEmpty()) {
      messages.add(UserMessage.from(NUDGE));
    }
    message.toolCalls().forEach(call -> messages.add(result(call, "")));
    return messages;
  }

  static int characters(List<ChatMessage> messages) {
    int characters = 0;
    for (ChatMessage message : messages) {
      characters +=
          switch (message) {
            case SystemMessage system -> system.text().length();
            case UserMessage user -> user.singleText().length();
            case ToolExecutionResultMessage result -> result.text().length();
            case AiMessage answer -> answer.toString().length();
            default -> 0;
          };
    }
    return characters;
  }

  private boolean tooLong(List<ChatMessage> messages) {
    return characters(messages) > settings.inputCharactersMax();
  }

  private static long last(List<Long> calls) {
    return calls.isEmpty() ? 0 : calls.getLast();
  }

  private List<ChatMessage> messages(CaseFile caseFile, EntryText text, Trim trim) {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(SystemMessage.from(prompt));
    messages.add(UserMessage.from(Briefing.incident(caseFile.opened().incident(), inventory)));
    List<Entry> entries = caseFile.entries();
    int start = nextTurn(entries, 0);
    addOthers(messages, entries.subList(0, start), text, trim);
    while (start < entries.size()) {
      int end = nextTurn(entries, start + 1);
      Event.Turned turned = (Event.Turned) entries.get(start).event();
      AssistantMessage said = AssistantMessage.from(turned.message());
      said.discarded().forEach(unused -> messages.addAll(unused(unused)));
      Segment segment = Segment.of(said, entries.subList(start + 1, end), moves, self);
      messages.add(said.sent());
      for (AskedCall call : said.toolCalls()) {
        List<Entry> answer = segment.answers().getOrDefault(call.id(), List.of());
        messages.add(result(call, answer(answer, text, trim)));
      }
      addOthers(messages, segment.others(), text, trim);
      start = end;
    }
    messages.add(UserMessage.from(Briefing.standing(caseFile)));
    return messages;
  }

  private static String answer(List<Entry> answer, EntryText text, Trim trim) {
    if (answer.isEmpty()) {
      return "not carried out: the turn ended before";
    }
    boolean underWay =
        answer.getFirst().event() instanceof Event.Called
            && answer.stream().noneMatch(entry -> entry.event() instanceof Event.Answered);
    return text.of(answer, trim) + (underWay ? "\nno answer yet" : "");
  }

  private static ToolExecutionResultMessage result(AskedCall call, String answer) {
    return ToolExecutionResultMessage.builder()
        .id(call.id())
        .toolName(call.name())
        .text(call.problem().map(problem -> "error: " + problem + ". Nothing ran.").orElse(answer))
        .isError(!call.usable())
        .build();
  }

  private static void addOthers(
      List<ChatMessage> messages, List<Entry> others, EntryText text, Trim trim) {
    String words = text.of(others, trim);
    if (!words.isEmpty()) {
      messages.add(UserMessage.from(words));
    }
  }

  /** The index of the next model turn, or the end. */
  private static int nextTurn(List<Entry> entries, int from) {
    for (int index = from; index < entries.size(); index++) {
      if (entries.get(index).event() instanceof Event.Turned) {
        return index;
      }
    }
    return entries.size();
  }
}
