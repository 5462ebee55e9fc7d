package dev.shindan.agent.reason.llm;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.reason.Reasoner;
import dev.shindan.agent.reason.Turn;
import dev.shindan.agent.tool.RawOutputs;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import dev.shindan.prompts.Prompt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a language model choose the moves: a plain tool loop whose conversation is rebuilt from the
 * trail in every turn. Thread-safe.
 */
public final class LlmReasoner implements Reasoner {
  /** A guess where the endpoint does not count tokens itself. */
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final ChatModel model;
  private final LlmSettings settings;
  private final Redaction redaction;
  private final Clock clock;
  private final Prompt prompt;
  private final Offers offers;
  private final Moves moves;
  private final MessageReader reader;
  private final Conversation conversation;

  public LlmReasoner(
      ChatModel model,
      LlmSettings settings,
      Toolbox toolbox,
      Inventory inventory,
      RawOutputs raws,
      Redaction redaction,
      Clock clock) {
    this(model, settings, toolbox, inventory, raws, redaction, clock, List.of());
  }

  /**
   * @param faultKinds ids of the fault catalogue, which the model then chooses from
   */
  public LlmReasoner(
      ChatModel model,
      LlmSettings settings,
      Toolbox toolbox,
      Inventory inventory,
      RawOutputs raws,
      Redaction redaction,
      Clock clock,
      List<String> faultKinds) {
    this.model = model;
    this.settings = settings;
    this.redaction = redaction;
    this.clock = clock;
    this.prompt = Prompt.load("investigate");
    this.offers = new Offers(toolbox, inventory, faultKinds);
    this.moves = new Moves(toolbox);
    this.reader = new MessageReader(toolbox, redaction, moves);
    this.conversation =
        new Conversation(
            prompt.text(), inventory, raws, moves, settings, "llm:" + settings.model());
  }

  @Override
  public String name() {
    return "llm:" + settings.model();
  }

  @Override
  public Turn next(CaseFile caseFile) throws Failed, InterruptedException {
    Instant began = clock.instant();
    Asking asking = new Asking(model, settings, redaction);
    Map<String, ToolSpecification> offered = offers.offered(!caseFile.unanswered().isEmpty());
    List<ChatMessage> messages = new ArrayList<>(conversation.messages(caseFile));
    List<AssistantMessage> unused = new ArrayList<>();
    Tokens tokens = new Tokens(0, 0);
    int answers = earlierAnswers(caseFile);
    while (true) {
      ChatResponse response =
          asking.ask(
              ChatRequest.builder()
                  .messages(messages)
                  .toolSpecifications(List.copyOf(offered.values()))
                  .build());
      tokens = tokens.plus(response, messages);
      AssistantMessage said = reader.read(response.aiMessage(), offered, ++answers);
      if (!said.usable().isEmpty()) {
        Event.Turned turned =
            turned(said.after(unused), tokens, Duration.between(began, clock.instant()));
        return new Turn(Optional.of(turned), moves.of(said, caseFile));
      }
      unused.add(said);
      refuseTooMany(unused);
      messages.addAll(conversation.unused(said));
    }
  }

  private void refuseTooMany(List<AssistantMessage> unused) throws Failed {
    long prose = unused.stream().filter(said -> said.toolCalls().isEmpty()).count();
    if (prose > 1) {
      throw new Failed("model " + settings.model() + " called no tool, also when asked again");
    }
    if (unused.size() - prose > settings.repairsMax()) {
      throw new Failed(
          "model "
              + settings.model()
              + " made no usable tool call in "
              + unused.size()
              + " answers; last: "
              + unused.getLast().toolCalls().stream()
                  .flatMap(call -> call.problem().stream())
                  .findFirst()
                  .orElse("none at all"));
    }
  }

  private Event.Turned turned(AssistantMessage said, Tokens tokens, Duration latency) {
    return new Event.Turned(
        settings.model(),
        prompt.id(),
        prompt.sha256(),
        said.kept(),
        tokens.input(),
        tokens.output(),
        settings.cost(tokens.input(), tokens.output()),
        latency);
  }

  private static int earlierAnswers(CaseFile caseFile) {
    return caseFile.entries().stream()
        .filter(entry -> entry.event() instanceof Event.Turned)
        .map(entry -> AssistantMessage.from(((Event.Turned) entry.event()).message()))
        .mapToInt(said -> 1 + said.discarded().size())
        .sum();
  }

  /** Tokens of all answers of one turn. */
  private record Tokens(long input, long output) {
    Tokens plus(ChatResponse response, List<ChatMessage> messages) {
      TokenUsage usage = response.tokenUsage();
      Integer in = usage == null ? null : usage.inputTokenCount();
      Integer out = usage == null ? null : usage.outputTokenCount();
      int guessIn = Conversation.characters(messages) / CHARACTERS_PER_TOKEN;
      int guessOut = response.aiMessage().toString().length() / CHARACTERS_PER_TOKEN;
      return new Tokens(
          input + (in == null ? guessIn : in), output + (out == null ? guessOut : out));
    }
  }
}
