package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the kernel is tuned where it matters for incidents, and how many tasks there are.
 *
 * @param taskCount threads of all processes at that moment
 * @param taskUsedPercent of the lower of the limits on process ids and threads
 */
record KernelParameters(
    Optional<Long> listenBacklogMax,
    Optional<Long> synBacklogMax,
    Optional<Long> deviceBacklogMax,
    Optional<Long> openFilesMax,
    Optional<Long> processIdMax,
    Optional<Long> threadsMax,
    Optional<Long> mapCountMax,
    Optional<Long> overcommitMemory,
    Optional<Long> swappiness,
    Optional<Long> timeWaitReuse,
    Optional<Long> receiveFlowEntries,
    Optional<Integer> taskCount,
    Optional<Double> taskUsedPercent,
    List<Parameter> parameters) {
  private static final List<String> ASKED =
      List.of(
          "net.core.somaxconn",
          "net.core.netdev_max_backlog",
          "net.core.netdev_budget",
          "net.core.rps_sock_flow_entries",
          "net.core.rmem_max",
          "net.core.wmem_max",
          "net.ipv4.tcp_max_syn_backlog",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.tcp_tw_reuse",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_retries2",
          "net.ipv4.tcp_mem",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.ip_forward",
          "net.netfilter.nf_conntrack_max",
          "net.netfilter.nf_conntrack_tcp_timeout_established",
          "fs.file-max",
          "fs.nr_open",
          "fs.inotify.max_user_watches",
          "fs.aio-max-nr",
          "kernel.pid_max",
          "kernel.threads-max",
          "kernel.panic",
          "kernel.hung_task_timeout_secs",
          "kernel.numa_balancing",
          "vm.overcommit_memory",
          "vm.overcommit_ratio",
          "vm.swappiness",
          "vm.dirty_ratio",
          "vm.dirty_background_ratio",
          "vm.max_map_count",
          "vm.min_free_kbytes",
          "vm.zone_reclaim_mode");

  /**
   * @param value as printed; lines of several joined
   */
  record Parameter(String name, String value, String line) {}

  static Question question() {
    List<String> argv = new ArrayList<>(List.of("/usr/sbin/sysctl", "-e"));
    argv.addAll(ASKED);
    return Question.fixed(
        "kernel_parameters",
        "How the kernel is tuned: queues, limits, memory policy.",
        KernelParameters.class,
        "config",
        Set.of(),
        KernelParameters::read,
        new Command(argv, false),
        Command.of("/usr/bin/cat", "/proc/loadavg"));
  }

  private static KernelParameters read(Reading reading) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    for (String line : reading.whole(0)) {
      int sign = line.indexOf(" =");
      if (sign < 1 || !line.substring(0, sign).matches("[a-zA-Z0-9_./*:@+-]+")) {
        throw new UnreadableOutput("name = value", line);
      }
      String name = line.substring(0, sign);
      String value = line.substring(sign + 2).strip();
      byName.merge(
          name,
          new Parameter(name, value, line),
          (one, other) -> new Parameter(name, one.value() + "\n" + other.value(), one.line()));
    }
    Optional<Integer> tasks = reading.alone() ? Optional.empty() : tasks(reading.whole(1));
    return of(byName, tasks);
  }

  private static KernelParameters of(Map<String, Parameter> byName, Optional<Integer> tasks) {
    Optional<Long> ids = number(byName, "kernel.pid_max");
    Optional<Long> threads = number(byName, "kernel.threads-max");
    long limit = Math.min(ids.orElse(Long.MAX_VALUE), threads.orElse(Long.MAX_VALUE));
    return new KernelParameters(
        number(byName, "net.core.somaxconn"),
        number(byName, "net.ipv4.tcp_max_syn_backlog"),
        number(byName, "net.core.netdev_max_backlog"),
        number(byName, "fs.file-max"),
        ids,
        threads,
        number(byName, "vm.max_map_count"),
        number(byName, "vm.overcommit_memory"),
        number(byName, "vm.swappiness"),
        number(byName, "net.ipv4.tcp_tw_reuse"),
        number(byName, "net.core.rps_sock_flow_entries"),
        tasks,
        limit == Long.MAX_VALUE
            ? Optional.empty()
            : tasks.map(count -> Cells.percent(count.longValue(), limit)),
        List.copyOf(byName.values()));
  }

  private static Optional<Integer> tasks(List<String> lines) {
    String line = lines.getFirst();
    String[] tasks = Cells.split(line, 5)[3].split("/", -1);
    if (tasks.length != 2) {
      throw new UnreadableOutput("runnable/total tasks", line);
    }
    return Optional.of(Cells.small(tasks[1], line));
  }

  private static Optional<Long> number(Map<String, Parameter> byName, String name) {
    return Optional.ofNullable(byName.get(name))
        .map(parameter -> Cells.whole(parameter.value(), parameter.line()));
  }
}
