package dev.shindan.collectors.host.tool;

import dev.shindan.agent.fleet.FactsInBrief;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.LoginRoutine;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import dev.shindan.agent.tool.Toolbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * The login routine as one question: first who is there, then everything else of it side by side
 * over the one connection to the host. Each step is run and read by the tool of its name.
 * Thread-safe.
 */
final class FirstLookTool implements Tool {
  static final String NAME = LoginRoutine.TOOL;

  /** Whatever the caller allows. */
  private static final Duration TIME_MAX = Duration.ofSeconds(60);

  private static final List<LoginRoutine.Step> STEPS =
      LoginRoutine.STEPS.stream().filter(LoginRoutine.Step::inOneCall).toList();

  private final Toolbox tools;

  /**
   * @param tools those of the steps among them
   */
  FirstLookTool(List<Tool> tools) {
    this.tools = new Toolbox(tools);
  }

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        NAME,
        "What does one look over the host show, in the order of an experienced operator's login?",
        List.of(),
        STEPS.stream()
            .map(step -> tool(step).spec().template() + "\n  (" + step.reason() + ")")
            .collect(Collectors.joining("\n")),
        FirstLookFacts.class,
        new Basis(NAME),
        // each step alone is what lets one say that something was looked at
        Set.of(),
        Duration.ofSeconds(30),
        Cost.SAMPLED);
  }

  @Override
  public boolean appliesTo(Target target) {
    return tool(STEPS.getFirst()).appliesTo(target);
  }

  @Override
  public Set<String> kernelFiles() {
    return STEPS.stream()
        .flatMap(step -> tool(step).kernelFiles().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    Duration limit = context.timeout().compareTo(TIME_MAX) < 0 ? context.timeout() : TIME_MAX;
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    Fetched who = fetched(STEPS.getFirst(), call, context.within(limit));
    if (who instanceof Fetched.Settled(ToolAnswer answer) && hopeless(answer)) {
      return who;
    }
    CallContext rest =
        context.within(Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())));
    List<Fetched> all = new ArrayList<>(List.of(who));
    ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Fetched>> answers = new ArrayList<>();
      for (LoginRoutine.Step step : STEPS.subList(1, STEPS.size())) {
        answers.add(beside.submit(() -> fetched(step, call, rest)));
      }
      for (Future<Fetched> answer : answers) {
        all.add(answer.get());
      }
    } catch (ExecutionException broken) {
      throw new IllegalStateException("a step of " + NAME + " broke", broken.getCause());
    } finally {
      beside.shutdownNow();
    }
    return joined(call, all);
  }

  /** The host cannot be asked at all, so asking on would say the same many times. */
  private static boolean hopeless(ToolAnswer answer) {
    return switch (answer) {
      case ToolAnswer.Failed failed ->
          switch (failed.kind()) {
            case UNREACHABLE,
                CONNECTION_REFUSED,
                AUTHENTICATION_FAILED,
                HOST_KEY_CHANGED,
                TIMED_OUT ->
                true;
            case NOT_INSTALLED, NOT_PERMITTED, UNREADABLE -> false;
          };
      case ToolAnswer.Denied _ -> true;
      case ToolAnswer.Observed _, ToolAnswer.Empty _, ToolAnswer.NotRecorded _ -> false;
    };
  }

  private Fetched fetched(LoginRoutine.Step step, ToolCall call, CallContext context)
      throws InterruptedException {
    return tool(step).fetch(call(step, call), context);
  }

  private Fetched joined(ToolCall call, List<Fetched> all) {
    List<StepOutputs.Output> outputs = new ArrayList<>();
    List<Fetched.Refusal> refusals = new ArrayList<>();
    Optional<Duration> offset = Optional.empty();
    for (int i = 0; i < all.size(); i++) {
      LoginRoutine.Step step = STEPS.get(i);
      outputs.add(
          switch (all.get(i)) {
            case Fetched.Output output -> StepOutputs.Output.printed(step, output.raw().text());
            case Fetched.Settled settled ->
                new StepOutputs.Output(step, settled.answer().inWords(), "");
            case Fetched.Refused refused -> {
              refusals.add(new Fetched.Refusal(call(step, call), refused.reason()));
              yield new StepOutputs.Output(step, "denied: " + refused.reason(), "");
            }
          });
      if (offset.isEmpty() && all.get(i) instanceof Fetched.Output output) {
        offset = output.clockOffset();
      }
    }
    return new Fetched.Output(StepOutputs.joined(outputs), offset, refusals);
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    List<FirstLookFacts.Step> steps = new ArrayList<>();
    List<String> notSeen = new ArrayList<>();
    try {
      if (!raw.text().endsWith("\n")) {
        throw new UnreadableOutput("whole lines to the end", raw.text());
      }
      for (Map.Entry<LoginRoutine.Step, StepOutputs.Found> one :
          StepOutputs.find(STEPS, raw.text()).entrySet()) {
        FirstLookFacts.Step read =
            step(steps.size() + 1, one.getKey(), one.getValue(), call, context);
        steps.add(read);
        if (!read.outcome().equals("observed") && !read.outcome().equals("empty")) {
          notSeen.add(read.tool() + ": " + read.detail());
        }
      }
    } catch (UnreadableOutput unreadable) {
      return new ToolAnswer.Failed(
          FailureKind.UNREADABLE,
          NAME + " on " + Inventory.hostPart(call.target()) + ": " + unreadable.getMessage());
    }
    return ToolAnswer.Observed.of(new FirstLookFacts(steps, notSeen));
  }

  private FirstLookFacts.Step step(
      int number,
      LoginRoutine.Step step,
      StepOutputs.Found found,
      ToolCall call,
      CallContext context) {
    String outcome = found.said().replaceFirst(":.*", "");
    String detail = found.said();
    FactsInBrief facts = FactsInBrief.NONE;
    if (found.printed()) {
      ToolAnswer answer = tool(step).read(call(step, call), RawOutput.of(found.text()), context);
      boolean observed = answer instanceof ToolAnswer.Observed;
      outcome = outcome(answer);
      detail = observed ? "" : answer.inWords();
      facts = FactsInBrief.of(answer);
    }
    return new FirstLookFacts.Step(
        number,
        step.tool(),
        step.reason(),
        outcome,
        detail,
        found.fromLine(),
        found.lines(),
        facts,
        found.heading());
  }

  private static String outcome(ToolAnswer answer) {
    return switch (answer) {
      case ToolAnswer.Observed _ -> "observed";
      case ToolAnswer.Empty _ -> "empty";
      case ToolAnswer.Denied _ -> "denied";
      case ToolAnswer.NotRecorded _ -> "not recorded";
      case ToolAnswer.Failed failed ->
          failed.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private ToolCall call(LoginRoutine.Step step, ToolCall call) {
    return tools.complete(ToolCall.of(step.tool(), call.target()));
  }

  private Tool tool(LoginRoutine.Step step) {
    return tools.find(step.tool()).orElseThrow();
  }
}
