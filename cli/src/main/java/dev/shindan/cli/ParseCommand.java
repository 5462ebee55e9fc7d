package dev.shindan.cli;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code shindan parse}: reads a recorded command output and prints the facts as JSON. */
@Command(
    name = "parse",
    mixinStandardHelpOptions = true,
    description = "Reads a recorded output of a tool from standard input and prints its facts.")
final class ParseCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;

  @Parameters(index = "0", paramLabel = "TOOL")
  private String name = "";

  @Override
  public Integer call() throws IOException {
    try (Shindan shindan = Shindan.withoutHosts(java.util.Objects.requireNonNull(main).home())) {
      Toolbox toolbox = shindan.toolboxForReplay();
      Tool tool =
          toolbox
              .find(name)
              .orElseThrow(
                  () ->
                      new WrongInput(
                          "tool '" + name + "'", "is not registered; see shindan tools"));
      RawOutput raw = new Redaction().clean(RawOutput.of(System.in.readAllBytes()));
      Instant now = Instant.now();
      ToolAnswer answer =
          tool.read(
              toolbox.complete(ToolCall.of(name, "localhost")),
              raw,
              new CallContext("parse", now, now, Duration.ofSeconds(30)));
      System.out.println(
          answer instanceof ToolAnswer.Observed observed
              ? Json.write(observed.facts())
              : Json.write(answer));
      return answer instanceof ToolAnswer.Observed ? Main.DONE : Main.WANTING;
    }
  }
}
