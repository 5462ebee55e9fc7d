package dev.shindan.agent.fleet;

import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with one host of a round: it is reached, then asked. Thread-safe. */
final class HostSteps {
  private static final Logger LOG = LoggerFactory.getLogger(HostSteps.class);
  private static final Duration LEAST = Duration.ofMillis(1);

  private final ToolRunner runner;
  private final FirstContact contact;
  private final Clock clock;
  private final Duration timeMax;
  private final ToolCall question;
  private final String asker;
  private final Instant began;

  HostSteps(
      ToolRunner runner,
      FirstContact contact,
      Clock clock,
      Duration timeMax,
      ToolCall question,
      String asker) {
    this.runner = runner;
    this.contact = contact;
    this.clock = clock;
    this.timeMax = timeMax;
    this.question = question;
    this.asker = asker;
    this.began = clock.instant();
  }

  /** What became of a step. */
  sealed interface Done {
    String host();

    Duration took();
  }

  /** It may be asked now. */
  record Reached(String host, Duration took) implements Done {}

  /**
   * It has been asked.
   *
   * @param refusal what must not be answered for each host anew, and ends the whole round
   */
  record Asked(HostOutcome outcome, @Nullable WrongInput refusal) implements Done {
    @Override
    public String host() {
      return outcome.host();
    }

    @Override
    public Duration took() {
      return outcome.took();
    }
  }

  Done reach(String host) {
    long beganNanos = System.nanoTime();
    try {
      contact.reach(host, timeMax);
      return new Reached(host, since(beganNanos));
    } catch (InterruptedException givenUp) {
      return new Asked(late(host, since(beganNanos)), null);
    } catch (RuntimeException defect) {
      LOG.error("{} could not be reached", host, defect);
      return new Reached(host, since(beganNanos));
    }
  }

  /**
   * @param used of the time of this host already
   */
  Asked ask(String host, Duration used) {
    long beganNanos = System.nanoTime() - used.toNanos();
    ToolCall call = new ToolCall(question.tool(), host, question.arguments());
    Duration left = timeMax.minus(used);
    CallContext context =
        new CallContext(asker, began, clock.instant(), left.compareTo(LEAST) < 0 ? LEAST : left);
    try {
      ToolRunner.Run run = runner.run(call, context);
      return new Asked(
          new HostOutcome(host, run.answer(), since(beganNanos), run.clockOffset()), null);
    } catch (InterruptedException givenUp) {
      return new Asked(late(host, since(beganNanos)), null);
    } catch (WrongInput refusal) {
      return new Asked(late(host, since(beganNanos)), refusal);
    } catch (RuntimeException defect) {
      LOG.error("{} broke", call.key(), defect);
      ToolAnswer broke =
          new ToolAnswer.Failed(
              FailureKind.UNREADABLE, call.key() + " broke: " + defect.getClass().getSimpleName());
      return new Asked(new HostOutcome(host, broke, since(beganNanos), Optional.empty()), null);
    }
  }

  HostOutcome late(String host, Duration took) {
    return new HostOutcome(
        host,
        new ToolAnswer.Failed(
            FailureKind.TIMED_OUT,
            host + " gave no answer in " + timeMax.toMillis() / 1000.0 + " s"),
        took,
        Optional.empty());
  }

  private static Duration since(long beganNanos) {
    return Duration.ofNanos(System.nanoTime() - beganNanos);
  }
}
