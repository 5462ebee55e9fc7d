package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The stretches of time around an onset that the telemetry tools look at. */
final class Around {
  /** Later than this after the onset an incident is told by what came first. */
  private static final Duration AFTER_MAX = Duration.ofMinutes(30);

  /**
   * An alert tells its onset late: by a scrape, an evaluation and the time its condition must have
   * held. What lies so shortly before it is of neither side.
   */
  private static final Duration UNSURE_MAX = Duration.ofMinutes(1);

  /** More of the time before an onset than this part is not given away. */
  private static final int UNSURE_PART = 5;

  private Around() {}

  /** How far before the onset a call reaches. */
  static Argument minutes(int byDefault) {
    return Argument.number(
        "minutes", "minutes before the onset to compare with or begin at", byDefault, 1, 1440);
  }

  /** From some minutes before the onset until now, but at most half an hour after the onset. */
  static Window both(ToolCall call, CallContext context) {
    return new Window(before(call, context).start(), since(context).end());
  }

  /** The stretch before the onset, as far as it is surely before it. */
  static Window before(ToolCall call, CallContext context) {
    Duration length =
        Duration.ofMinutes(Long.parseLong(call.arguments().getOrDefault("minutes", "15")));
    Duration part = length.dividedBy(UNSURE_PART);
    Duration unsure = part.compareTo(UNSURE_MAX) < 0 ? part : UNSURE_MAX;
    Instant onset = onset(context);
    return new Window(onset.minus(length), onset.minus(unsure));
  }

  /** The stretch since the onset. */
  static Window since(CallContext context) {
    Instant onset = onset(context);
    Instant latest = onset.plus(AFTER_MAX);
    return new Window(onset, context.now().isBefore(latest) ? context.now() : latest);
  }

  /** An onset that our clock has not reached yet is a clock apart, not a window upside down. */
  static Instant onset(CallContext context) {
    return context.onset().isAfter(context.now()) ? context.now() : context.onset();
  }

  static Optional<String> text(ToolCall call, String argument) {
    return Optional.ofNullable(call.arguments().get(argument));
  }

  static int number(ToolCall call, String argument, int otherwise) {
    return Integer.parseInt(call.arguments().getOrDefault(argument, Integer.toString(otherwise)));
  }

  /** One line of at most {@code max} characters. */
  static String shortened(String text, int max) {
    String line = text.lines().findFirst().orElse("").strip();
    return line.length() <= max ? line : line.substring(0, max);
  }
}
