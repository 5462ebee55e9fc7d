package dev.shindan.collectors.host.tool;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.host.CommandResult;
import dev.shindan.collectors.host.HostCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A question that is put to a host by running commands on it. Thread-safe. */
final class HostTool implements Tool {
  /** Waits between two samples; passed in so that tests do not wait. */
  @FunctionalInterface
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  private final Question question;
  private final HostCommands commands;
  private final Inventory inventory;
  private final Pause pause;

  HostTool(Question question, HostCommands commands, Inventory inventory, Pause pause) {
    this.question = question;
    this.inventory = inventory;
    this.commands = commands;
    this.pause = pause;
  }

  @Override
  public ToolSpec spec() {
    return question.spec();
  }

  @Override
  public Set<String> kernelFiles() {
    return question.kernelFiles();
  }

  @Override
  public boolean appliesTo(Target target) {
    return target.kind() == TargetKind.HOST && commands.reaches(target.name());
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    Optional<ToolCall> addressed =
        question.probes() ? Peers.addressed(call, inventory) : Optional.of(call);
    if (addressed.isEmpty()) {
      return new Fetched.Refused(
          "the inventory has no peer of " + spec().name() + " that this host could reach");
    }
    if (question.looksUp() && !Peers.mayBeLookedUp(call, inventory)) {
      return new Fetched.Refused("the name to look up is neither a target nor an address of one");
    }
    List<Command> asked = question.template().commands(addressed.get(), context);
    String host = Inventory.hostPart(call.target());
    long deadlineNanos = System.nanoTime() + context.timeout().toNanos();
    List<Printed> all = new ArrayList<>();
    Optional<Settled> missing = Optional.empty();
    int samples = question.secondSampleAfter().isPresent() ? 2 : 1;
    for (int sample = 0; sample < samples; sample++) {
      if (sample > 0) {
        pause.of(question.secondSampleAfter().orElseThrow());
      }
      for (Command command : asked) {
        switch (run(host, command.costing(spec().cost()), context, deadlineNanos)) {
          case Settled settled
              when question.has(Question.Trait.BEST_EFFORT) && settled.notInstalled() -> {
            missing = Optional.of(settled);
            all.add(Printed.nothing(command, settled.detail()));
          }
          case Settled settled -> {
            return new Fetched.Settled(settled.answer());
          }
          case Printed printed -> all.add(printed);
        }
      }
    }
    boolean silent = all.stream().allMatch(Printed::silent);
    return missing.isPresent() && silent
        ? new Fetched.Settled(missing.get().answer())
        : joined(all);
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    try {
      return question.reader().read(new Reading(call, context, Section.split(raw.text())));
    } catch (UnreadableOutput unreadable) {
      return new ToolAnswer.Failed(
          FailureKind.UNREADABLE,
          spec().name()
              + " on "
              + Inventory.hostPart(call.target())
              + ": "
              + unreadable.getMessage());
    }
  }

  private Ran run(String host, Command command, CallContext context, long deadlineNanos)
      throws InterruptedException {
    Ran first = once(host, command, context, deadlineNanos);
    boolean refused =
        first instanceof Settled settled
            && settled.answer() instanceof ToolAnswer.Failed failed
            && failed.kind() == FailureKind.NOT_PERMITTED;
    if (!question.has(Question.Trait.ESCALATES) || command.privileged() || !refused) {
      return first;
    }
    Ran second =
        once(host, new Command(command.argv(), true, command.cost()), context, deadlineNanos);
    // when privileges do not help either, the plain refusal says what is missing
    return second instanceof Printed || second.denied() ? second : first;
  }

  /** The time limit is for the whole call, so each command has what those before it left. */
  private Ran once(String host, Command command, CallContext context, long deadlineNanos)
      throws InterruptedException {
    Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
    if (!left.isPositive()) {
      return new Settled(
          new ToolAnswer.Failed(
              FailureKind.TIMED_OUT,
              "`%s` on %s: not begun, for the limit of %d s of the call was used up"
                  .formatted(command.line(), host, context.timeout().toSeconds())));
    }
    return switch (commands.run(host, command, context.within(left))) {
      case CommandResult.NotRun not ->
          new Settled(
              new ToolAnswer.Failed(
                  not.kind(), "`" + command.line() + "` on " + host + ": " + not.detail()));
      case CommandResult.Denied denied -> new Settled(new ToolAnswer.Denied(denied.reason()));
      case CommandResult.Exited exited ->
          ExitJudgement.of(host, command, exited, question.has(Question.Trait.KEEPS_PART))
              .<Ran>map(Settled::new)
              .orElseGet(() -> new Printed(command, exited));
    };
  }

  private static Fetched joined(List<Printed> all) {
    Optional<Duration> offset = all.getLast().exited().clockOffset();
    if (all.size() == 1 && all.getFirst().exited().status() == 0) {
      return new Fetched.Output(all.getFirst().exited().stdout(), offset);
    }
    StringBuilder text = new StringBuilder();
    long omitted = 0;
    for (Printed printed : all) {
      CommandResult.Exited exited = printed.exited();
      text.append("$ ").append(printed.command().line()).append('\n');
      text.append(exited.stdout().text());
      if (text.charAt(text.length() - 1) != '\n') {
        text.append('\n');
      }
      if (exited.status() != 0) {
        exited
            .stderr()
            .lines()
            .forEach(line -> text.append(Section.COMPLAINT_MARK).append(line).append('\n'));
      }
      omitted += exited.stdout().omittedBytes();
    }
    RawOutput joined = RawOutput.of(text.toString());
    return new Fetched.Output(
        new RawOutput(joined.bytes(), joined.omittedBytes() + omitted), offset);
  }

  /** What one command of a call came to. */
  private sealed interface Ran {
    /** Whether our own guard refused. */
    default boolean denied() {
      return this instanceof Settled settled && settled.answer() instanceof ToolAnswer.Denied;
    }
  }

  private record Printed(Command command, CommandResult.Exited exited) implements Ran {
    /** What stands for a program that is not there. */
    static Printed nothing(Command command, String why) {
      return new Printed(
          command,
          new CommandResult.Exited(
              ExitJudgement.NOT_FOUND, RawOutput.of(""), why, Duration.ZERO, Optional.empty()));
    }

    boolean silent() {
      return exited.stdout().text().isBlank();
    }
  }

  private record Settled(ToolAnswer answer) implements Ran {
    boolean notInstalled() {
      return answer instanceof ToolAnswer.Failed failed
          && failed.kind() == FailureKind.NOT_INSTALLED;
    }

    String detail() {
      return answer instanceof ToolAnswer.Failed failed ? failed.detail() : "";
    }
  }
}
