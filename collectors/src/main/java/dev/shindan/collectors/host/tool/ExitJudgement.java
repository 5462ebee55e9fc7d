package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.host.CommandResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells from exit status and standard error whether a command answered at all. */
final class ExitJudgement {
  static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;
  private static final int STDERR_LINES_MAX = 3;

  private static final List<String> REFUSED =
      List.of(
          "Permission denied",
          "Operation not permitted",
          "insufficient permissions",
          "password is required",
          "not in the sudoers",
          "not allowed to execute",
          "terminal is required");

  /** journalctl prints what the user may see and ends with 0: the rest is hidden, not absent. */
  private static final String HIDDEN = "not seeing messages from other users";

  private static final List<String> ABSENT =
      List.of(
          "No such file or directory",
          "command not found",
          "not been booted with systemd",
          "Failed to connect to bus",
          "Operation not supported");

  private ExitJudgement() {}

  /** The answer that stands already, or empty when there is output to be read. */
  static Optional<ToolAnswer> of(
      String host, Command command, CommandResult.Exited exited, boolean keepsPart) {
    String detail = detail(host, command, exited);
    String stderr = exited.stderr();
    if (exited.status() == NOT_FOUND) {
      return failed(FailureKind.NOT_INSTALLED, detail);
    }
    if (exited.status() == NOT_EXECUTABLE || stderr.contains(HIDDEN)) {
      return failed(FailureKind.NOT_PERMITTED, detail);
    }
    boolean silent = exited.stdout().text().isBlank();
    boolean answered = exited.status() == 0 ? !silent || stderr.isBlank() : !silent && keepsPart;
    if (answered) {
      return Optional.empty();
    }
    if (says(stderr, REFUSED)) {
      return failed(FailureKind.NOT_PERMITTED, detail);
    }
    if (says(stderr, ABSENT)) {
      return failed(FailureKind.NOT_INSTALLED, detail);
    }
    return exited.status() == 0 ? Optional.empty() : failed(FailureKind.UNREADABLE, detail);
  }

  private static boolean says(String stderr, List<String> phrases) {
    return phrases.stream().anyMatch(stderr::contains);
  }

  private static Optional<ToolAnswer> failed(FailureKind kind, String detail) {
    return Optional.of(new ToolAnswer.Failed(kind, detail));
  }

  private static String detail(String host, Command command, CommandResult.Exited exited) {
    String complaint =
        exited.stderr().lines().limit(STDERR_LINES_MAX).collect(Collectors.joining(" | "));
    return "`%s` on %s: exit status %d%s"
        .formatted(
            command.line(), host, exited.status(), complaint.isBlank() ? "" : ": " + complaint);
  }
}
