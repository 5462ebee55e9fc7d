package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The connections of a host, as the host tool {@code socket_map} reads them; its command goes
 * through the guard and the audit as when it is asked alone.
 *
 * @param tool whose facts have {@code connectionCount}, {@code cut} and {@code edges}, each with
 *     {@code process}, {@code pid}, {@code serving}, {@code peer}, {@code port}, {@code
 *     connections} and {@code line}
 */
public record HostSockets(Tool tool, Logins logins) {
  /** The name of the host tool. */
  public static final String TOOL = "socket_map";

  /** Over the host tools, when the right one is among them. */
  public static Optional<HostSockets> among(List<Tool> tools, Logins logins) {
    return tools.stream()
        .filter(tool -> tool.spec().name().equals(TOOL))
        .findFirst()
        .map(tool -> new HostSockets(tool, logins));
  }

  /** Puts the question; that it cannot be answered is an answer too. */
  SocketText ask(Target target, CallContext context, Duration timeout) throws InterruptedException {
    SocketText.Header header =
        new SocketText.Header(
            context.now(),
            SocketText.PRINTED,
            logins.port(target.name()),
            List.copyOf(logins.unusualPorts()),
            logins.pidOn(target.name()));
    if (!tool.appliesTo(target) && target.kind() == TargetKind.HOST) {
      return new SocketText(
          header.saying("denied: login to " + target.name() + " is switched off"), "");
    }
    if (!tool.appliesTo(target)) {
      String kind = target.kind().name().toLowerCase(Locale.ROOT);
      return new SocketText(
          header.saying(SocketText.NOT_ASKED + target.name() + " is no host but a " + kind), "");
    }
    return switch (tool.fetch(ToolCall.of(TOOL, target.name()), context.within(timeout))) {
      case Fetched.Output output when output.raw().omittedBytes() > 0 ->
          new SocketText(header.saying("left out: there are more connections than are kept"), "");
      case Fetched.Output output -> new SocketText(header, output.raw().text());
      case Fetched.Settled settled ->
          new SocketText(header.saying(settled.answer().inWords().replaceAll("\\s+", " ")), "");
      case Fetched.Refused refused ->
          new SocketText(header.saying("denied: " + refused.reason()), "");
    };
  }

  /** Reads what was printed; pure. */
  ToolAnswer read(String target, SocketText text, CallContext context) {
    return tool.read(
        ToolCall.of(TOOL, Inventory.hostPart(target)), RawOutput.of(text.printed()), context);
  }
}
