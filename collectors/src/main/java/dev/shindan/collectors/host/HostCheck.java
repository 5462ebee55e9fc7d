package dev.shindan.collectors.host;

import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.ToolAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tries a host: connection, host key, login, what {@code sudo -n} grants, missing programs. */
public final class HostCheck {
  private final HostInventory hosts;
  private final HostCommands commands;

  public HostCheck(HostInventory hosts, HostCommands commands) {
    this.hosts = hosts;
    this.commands = commands;
  }

  /**
   * @param programs absolute paths that the tools run
   * @param privileged what they run as root; nothing of it is run here
   * @param context its timeout is for each of a few commands
   */
  public HostReport check(
      String host, List<String> programs, List<PrivilegedTemplate> privileged, CallContext context)
      throws InterruptedException {
    CommandResult who = commands.run(host, Command.of("/usr/bin/id", "-un"), context);
    return switch (who) {
      case CommandResult.NotRun why -> unfit(host, new ToolAnswer.Failed(why.kind(), why.detail()));
      case CommandResult.Denied denied -> unfit(host, new ToolAnswer.Denied(denied.reason()));
      case CommandResult.Exited exited -> {
        String login = exited.stdout().text().strip();
        Connection connection = hosts.connections().get(host);
        boolean sudo = connection != null && connection.sudo() && !login.equals("root");
        List<String> notAsked = new ArrayList<>();
        List<String> notGranted =
            sudo ? notGranted(host, privileged, context, notAsked) : List.of();
        yield new HostReport(
            host,
            Optional.empty(),
            Optional.of(login),
            exited.clockOffset(),
            notGranted,
            missing(host, programs, context, notAsked),
            notAsked);
      }
    };
  }

  private static HostReport unfit(String host, ToolAnswer why) {
    return new HostReport(
        host,
        Optional.of(why),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  /** {@code sudo -l COMMAND} tells whether the command is allowed, and does not run it. */
  private List<String> notGranted(
      String host, List<PrivilegedTemplate> privileged, CallContext context, List<String> notAsked)
      throws InterruptedException {
    List<String> refused = new ArrayList<>();
    for (PrivilegedTemplate template : privileged) {
      List<String> argv = new ArrayList<>(List.of(GuardedCommand.SUDO, "-n", "-l"));
      argv.addAll(template.example());
      switch (commands.run(host, new Command(argv, false), context)) {
        case CommandResult.Denied denied -> notAsked.add(template.line() + ": " + denied.reason());
        case CommandResult.NotRun _ -> refused.add(template.line());
        case CommandResult.Exited exited -> {
          if (exited.status() != 0) {
            refused.add(template.line());
          }
        }
      }
    }
    return refused;
  }

  private List<String> missing(
      String host, List<String> programs, CallContext context, List<String> notAsked)
      throws InterruptedException {
    if (programs.isEmpty()) {
      return List.of();
    }
    List<String> argv = new ArrayList<>(List.of("/bin/ls", "-dL", "--"));
    argv.addAll(programs);
    return switch (commands.run(host, new Command(argv, false), context)) {
      case CommandResult.Denied denied -> {
        notAsked.add("missing programs: " + denied.reason());
        yield List.of();
      }
      case CommandResult.NotRun _ -> programs;
      case CommandResult.Exited exited -> {
        Set<String> there = exited.stdout().text().lines().collect(Collectors.toSet());
        yield programs.stream().filter(program -> !there.contains(program)).toList();
      }
    };
  }
}
