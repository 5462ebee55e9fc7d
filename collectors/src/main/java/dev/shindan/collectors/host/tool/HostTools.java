package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Tool;
import dev.shindan.collectors.host.HostCommands;
import java.util.List;

/** The host tools there are: the single list in which a new one is registered. */
public final class HostTools {
  private static final List<Question> QUESTIONS =
      List.of(
          Uptime.question(),
          Who.question(),
          Processes.question(),
          CpuPerCore.question(),
          Vmstat.question(),
          DiskIo.question(),
          Memory.question(),
          DiskUsage.question(),
          InodeUsage.question(),
          SocketsListen.question(),
          SocketsSummary.question(),
          NetworkCounters.question(),
          Addresses.question(),
          KernelLog.question(),
          Journal.question(),
          FailedUnits.question(),
          Pressure.question());

  private HostTools() {}

  public static List<Tool> all(HostCommands commands) {
    return QUESTIONS.stream()
        .<Tool>map(question -> new HostTool(question, commands, Thread::sleep))
        .toList();
  }
}
