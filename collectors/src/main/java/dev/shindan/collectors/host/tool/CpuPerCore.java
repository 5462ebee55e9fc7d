package dev.shindan.collectors.host.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What each processor did for two seconds.
 *
 * @param all the mean of all processors
 */
record CpuPerCore(
    int coreCount, Cpu all, List<Cpu> cores, double maxCoreBusyPercent, double maxSoftPercent) {
  /**
   * @param softPercent serving software interrupts, mostly network packets
   * @param busyPercent neither idle, nor waiting for disks, nor taken away by the hypervisor
   */
  record Cpu(
      String cpu,
      double userPercent,
      double nicePercent,
      double systemPercent,
      double ioWaitPercent,
      double irqPercent,
      double softPercent,
      double stealPercent,
      double guestPercent,
      double idlePercent,
      double busyPercent,
      String line) {}

  static Question question() {
    return Question.fixed(
            "cpu_per_core",
            "What each processor is busy with, measured for two seconds.",
            CpuPerCore.class,
            "proc_stat",
            Set.of(Coverage.SATURATION),
            CpuPerCore::read,
            Command.of("/usr/bin/mpstat", "-P", "ALL", "-o", "JSON", "2", "1"))
        .sampling()
        .ofKernel("/proc/stat");
  }

  private static CpuPerCore read(Reading reading) {
    List<String> lines = reading.whole(0);
    List<Cpu> rows =
        lines.getFirst().startsWith("Linux ") ? MpstatTable.rows(lines) : documented(lines);
    Cpu all = rows.getFirst();
    if (!all.cpu().equals("all")) {
      throw new UnreadableOutput("the processor 'all' first", all.line());
    }
    List<Cpu> cores = rows.subList(1, rows.size());
    return new CpuPerCore(
        cores.size(),
        all,
        List.copyOf(cores),
        cores.stream().mapToDouble(Cpu::busyPercent).max().orElse(0),
        cores.stream().mapToDouble(Cpu::softPercent).max().orElse(0));
  }

  private static List<Cpu> documented(List<String> lines) {
    JsonNode loads = Cells.json(lines).at("/sysstat/hosts/0/statistics/0/cpu-load");
    if (!loads.isArray() || loads.isEmpty()) {
      throw new UnreadableOutput("statistics with cpu-load", lines.getFirst());
    }
    List<Cpu> rows = new ArrayList<>();
    loads.forEach(load -> rows.add(cpu(load, lines)));
    return rows;
  }

  private static Cpu cpu(JsonNode row, List<String> lines) {
    String name = Cells.text(row, "cpu", lines.getFirst());
    String line = Cells.lineWith(lines, "\"cpu\": \"" + name + "\"");
    double idle = Cells.decimal(row, "idle", line);
    double ioWait = Cells.decimal(row, "iowait", line);
    double steal = Cells.decimal(row, "steal", line);
    return new Cpu(
        name,
        Cells.decimal(row, "usr", line),
        Cells.decimal(row, "nice", line),
        Cells.decimal(row, "sys", line),
        ioWait,
        Cells.decimal(row, "irq", line),
        Cells.decimal(row, "soft", line),
        steal,
        Cells.decimal(row, "guest", line),
        idle,
        busy(idle, ioWait, steal),
        line);
  }

  static double busy(double idle, double ioWait, double steal) {
    return Math.max(0, Cells.rounded(100 - idle - ioWait - steal));
  }
}
