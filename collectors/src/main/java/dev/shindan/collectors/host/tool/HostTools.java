package dev.shindan.collectors.host.tool;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.host.HostCommands;
import dev.shindan.collectors.host.PrivilegedTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The host tools there are: the single list in which a new one is registered. */
public final class HostTools {
  private static final List<Question> QUESTIONS =
      List.of(
          Environment.question(),
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
          Pressure.question(),
          CgroupLimits.question(),
          Mounts.question(),
          DeletedOpenFiles.question(),
          FileDescriptors.question(),
          ProcessLimits.question(),
          ProcessDetail.question(),
          LoginHistory.question(),
          Clock.question(),
          Timers.question(),
          CronJobs.question(),
          UnitStatus.question(),
          KernelParameters.question(),
          Interrupts.ofSoftware(),
          Interrupts.question(),
          Softnet.question(),
          SocketMap.question(),
          ProtocolCounters.question(),
          Routes.question(),
          Conntrack.question(),
          PacketFilter.question(),
          LinkStatistics.question(),
          LinkSettings.question(),
          DnsLookup.question(),
          TcpProbe.question(),
          HttpProbe.question(),
          TlsProbe.question(),
          Ping.question());

  private HostTools() {}

  /** The tools where no other host may be probed. */
  public static List<Tool> all(HostCommands commands) {
    return all(commands, new Inventory(List.of()));
  }

  /**
   * @param inventory the targets that a host may be asked to probe
   */
  public static List<Tool> all(HostCommands commands, Inventory inventory) {
    return withFirstLook(single(commands, inventory));
  }

  private static List<Tool> single(HostCommands commands, Inventory inventory) {
    return QUESTIONS.stream()
        .<Tool>map(question -> new HostTool(question, commands, inventory, Thread::sleep))
        .toList();
  }

  private static List<Tool> withFirstLook(List<Tool> tools) {
    List<Tool> all = new ArrayList<>(tools);
    all.add(new FirstLookTool(tools));
    return List.copyOf(all);
  }

  /** The tools as {@code commands.yaml} lets them be used. */
  public static List<Tool> all(
      HostCommands commands, Inventory inventory, CommandSettings settings) {
    // adjusted before they become steps of the first look: what is switched off is so there too
    List<Tool> adjusted =
        single(settings.over(commands), inventory).stream().map(settings::over).toList();
    return withFirstLook(adjusted).stream()
        .map(tool -> tool instanceof FirstLookTool ? settings.over(tool) : tool)
        .toList();
  }

  static List<String> names() {
    return Stream.concat(
            QUESTIONS.stream().map(question -> question.spec().name()),
            Stream.of(FirstLookTool.NAME))
        .toList();
  }

  /** All commands that the tools run with their default arguments. */
  static List<Command> commands() {
    return QUESTIONS.stream().flatMap(question -> byDefault(question).stream()).toList();
  }

  /** Absolute paths of all programs that the tools run with their default arguments. */
  public static List<String> programs() {
    return commands().stream()
        .map(command -> command.argv().getFirst())
        .distinct()
        .sorted()
        .toList();
  }

  /** What the tools run as root, or try again as root when it was not permitted. */
  public static List<PrivilegedTemplate> privileged() {
    return QUESTIONS.stream()
        .flatMap(
            question ->
                byDefault(question).stream()
                    .filter(
                        command -> command.privileged() || question.has(Question.Trait.ESCALATES)))
        .map(command -> new PrivilegedTemplate(command.argv()))
        .distinct()
        .toList();
  }

  private static List<Command> byDefault(Question question) {
    SortedMap<String, String> arguments = new TreeMap<>();
    for (Argument argument : question.spec().arguments()) {
      argument.byDefault().ifPresent(value -> arguments.put(argument.name(), value));
    }
    CallContext context = new CallContext("", Instant.EPOCH, Instant.EPOCH, Duration.ZERO);
    return question
        .template()
        .commands(ToolCall.of(question.spec().name(), "localhost", arguments), context);
  }
}
