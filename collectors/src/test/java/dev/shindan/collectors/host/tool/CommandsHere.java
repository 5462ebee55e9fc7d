package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.host.CommandResult;
import dev.shindan.collectors.host.HostCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Runs the real programs of this machine, for recording. */
final class CommandsHere implements HostCommands {
  @Override
  public CommandResult run(String host, Command command, CallContext context)
      throws InterruptedException {
    if (!Files.exists(Path.of(command.argv().getFirst()))) {
      return new CommandResult.Exited(
          127, RawOutput.of(""), "not found", Duration.ZERO, Optional.empty());
    }
    try {
      Path errors = Files.createTempFile("stderr", ".txt");
      Process process = new ProcessBuilder(command.argv()).redirectError(errors.toFile()).start();
      byte[] output = process.getInputStream().readAllBytes();
      int status = process.waitFor();
      String stderr = Files.readString(errors, StandardCharsets.UTF_8);
      Files.delete(errors);
      return new CommandResult.Exited(
          status, RawOutput.of(output), stderr, Duration.ZERO, Optional.empty());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
