package dev.shindan.agent.catalogue;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.agent.tool.Toolbox;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes of the facts of the host tools, as far as the shipped catalogue reads them. */
public final class HostFacts {
  private HostFacts() {}

  public record Filesystem(
      String fsType, String mount, long sizeBytes, double usedPercent, String line) {}

  public record DiskUsage(List<Filesystem> filesystems, double maxUsedPercent) {
    public DiskUsage(List<Filesystem> filesystems) {
      this(filesystems, filesystems.stream().mapToDouble(Filesystem::usedPercent).max().orElse(0));
    }
  }

  public record InodeRow(String mount, long inodes, double usedPercent, String line) {}

  public record InodeUsage(List<InodeRow> filesystems) {}

  public record Core(
      String cpu,
      double userPercent,
      double nicePercent,
      double softPercent,
      double stealPercent,
      double idlePercent,
      double busyPercent,
      String line) {}

  public record Cpu(int coreCount, Core all, List<Core> cores) {}

  public record Uptime(
      Instant bootedAt, double loadAverage1, double loadPerCpu1, Map<String, String> lines) {}

  public record Sample(double swapInBytesPerSecond, double swapOutBytesPerSecond) {}

  public record Vmstat(
      double runnable,
      double blocked,
      double stealPercent,
      double ioWaitPercent,
      double swapInBytesPerSecond,
      double swapOutBytesPerSecond,
      List<Sample> samples) {}

  public record Average(double avg10Percent, String line) {}

  public record Stall(Average some, Optional<Average> full) {}

  public record Pressure(Stall cpu, Stall io, Stall memory) {}

  public record ProcessRow(
      int pid,
      double lifetimeCpuPercent,
      Optional<Long> elapsedSeconds,
      String command,
      String arguments,
      String line) {
    public ProcessRow(
        int pid, double lifetimeCpuPercent, String command, String arguments, String line) {
      this(pid, lifetimeCpuPercent, Optional.empty(), command, arguments, line);
    }
  }

  public record Processes(
      int runningCount, int dStateCount, List<ProcessRow> topByCpu, List<ProcessRow> processes) {}

  public record Memory(double availablePercent, long swapTotalBytes, double swapUsedPercent) {}

  public record Disk(
      String device,
      double utilisedPercent,
      double queueLength,
      double readAwaitMillis,
      double writeAwaitMillis,
      String line) {}

  public record DiskIo(List<Disk> disks) {}

  public record Kernel(double secondsAfterOnset, String message, String line) {}

  public record KernelLog(
      List<Kernel> oomKills,
      List<Kernel> ioErrors,
      List<Kernel> readOnlyRemounts,
      List<Kernel> filesystemErrors,
      List<Kernel> conntrackFull,
      List<Kernel> hungTasks,
      List<Kernel> linkDowns) {}

  public record Line(String unit, String message, boolean fresh, String line) {}

  public record UnitErrors(String unit, int errors, int freshErrors, String line) {}

  public record Journal(List<Line> entries, List<UnitErrors> units) {}

  public record Unit(String unit, String active, String sub, String line) {}

  public record FailedUnits(List<Unit> failed, List<Unit> restarting) {}

  public record Listener(
      int port, int receiveQueue, int backlog, double queueUsedPercent, String line) {}

  public record SocketsListen(List<Listener> listeners) {}

  public record Server(int port, int established, String line) {}

  public record Peer(String address, int port, int synSent, String line) {}

  public record SocketsSummary(int closeWait, List<Server> servers, List<Peer> peers) {}

  public record Link(
      String name,
      double receiveErrorsPerSecond,
      double sendErrorsPerSecond,
      double receiveDropsPerSecond,
      double sendDropsPerSecond,
      String line) {}

  public record NetworkCounters(
      double tcpSegmentsSentPerSecond,
      double tcpRetransmittedPercent,
      double tcpAttemptFailsPerSecond,
      double listenOverflowsPerSecond,
      double listenDropsPerSecond,
      Optional<Double> conntrackUsedPercent,
      List<Link> interfaces) {}

  public record HostClock(
      double aheadSeconds, Optional<Double> ntpOffsetMillis, Map<String, String> lines) {}

  /** All host tools by their shapes. */
  public static Toolbox toolbox() {
    return new Toolbox(
        List.of(
            FactsTool.of("uptime", Uptime.class, Coverage.SATURATION),
            FactsTool.of("processes", Processes.class),
            FactsTool.of("clock", HostClock.class),
            FactsTool.of("disk_usage", DiskUsage.class, Coverage.SATURATION),
            FactsTool.of("inode_usage", InodeUsage.class, Coverage.SATURATION),
            FactsTool.of("cpu_per_core", Cpu.class, Coverage.SATURATION),
            FactsTool.of("disk_io", DiskIo.class, Coverage.LATENCY),
            FactsTool.of("vmstat", Vmstat.class, Coverage.SATURATION),
            FactsTool.of("memory", Memory.class, Coverage.SATURATION),
            FactsTool.of("pressure", Pressure.class, Coverage.LATENCY),
            FactsTool.of("sockets_listen", SocketsListen.class, Coverage.SATURATION),
            FactsTool.of("sockets_summary", SocketsSummary.class),
            FactsTool.of("network_counters", NetworkCounters.class, Coverage.ERRORS),
            FactsTool.of("kernel_log", KernelLog.class, Coverage.ERRORS),
            FactsTool.of("journal", Journal.class, Coverage.ERRORS),
            FactsTool.of("failed_units", FailedUnits.class, Coverage.ERRORS)));
  }

  /** What every tool says on a host where nothing is wrong. */
  public static Map<String, Record> healthy() {
    Average none = new Average(0.1, "some avg10=0.10");
    Stall stall = new Stall(none, Optional.of(none));
    Core core = new Core("0", 5, 0, 0.2, 0, 93, 6, "0 5.00 93.00");
    return Map.ofEntries(
        Map.entry("uptime", new Uptime(Instant.parse("2026-09-01T00:00:00Z"), 0.1, 0.05, Map.of())),
        Map.entry("clock", new HostClock(0.1, Optional.empty(), Map.of("hostTime", "1793502000"))),
        Map.entry("processes", new Processes(1, 0, List.of(), List.of())),
        Map.entry("disk_usage", disk("/", 40, "/data", 42)),
        Map.entry(
            "inode_usage",
            new InodeUsage(List.of(new InodeRow("/data", 1000, 3, "/dev/b 1000 3% /data")))),
        Map.entry("cpu_per_core", new Cpu(2, core, List.of(core, core))),
        Map.entry("disk_io", new DiskIo(List.of(new Disk("sda", 3, 0.1, 1, 1, "sda 3.0")))),
        Map.entry("vmstat", new Vmstat(0, 0, 0, 0.1, 0, 0, List.of(new Sample(0, 0)))),
        Map.entry("memory", new Memory(70, 0, 0)),
        Map.entry("pressure", new Pressure(stall, stall, stall)),
        Map.entry(
            "sockets_listen",
            new SocketsListen(List.of(new Listener(8080, 0, 128, 0, "LISTEN 0 128 *:8080")))),
        Map.entry("sockets_summary", new SocketsSummary(0, List.of(), List.of())),
        Map.entry(
            "network_counters",
            new NetworkCounters(100, 0.01, 0, 0, 0, Optional.empty(), List.of())),
        Map.entry(
            "kernel_log",
            new KernelLog(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of())),
        Map.entry("journal", new Journal(List.of(), List.of())),
        Map.entry("failed_units", new FailedUnits(List.of(), List.of())));
  }

  /** Two filesystems with their use in percent. */
  public static DiskUsage disk(String mount, double used, String other, double otherUsed) {
    return new DiskUsage(List.of(filesystem(mount, used), filesystem(other, otherUsed)));
  }

  private static Filesystem filesystem(String mount, double used) {
    return new Filesystem("ext4", mount, 1000, used, "/dev/x ext4 1000 " + used + "% " + mount);
  }
}
