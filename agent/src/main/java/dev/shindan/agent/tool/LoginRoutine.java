package dev.shindan.agent.tool;

import java.util.List;

/**
 * What an experienced operator looks at on a host before thinking, in that order, each with what it
 * is looked at for: who is there before anything is touched, the role of the host from its
 * processes and addresses, then capacity, load by core, disks, connections, and the logs last.
 */
public final class LoginRoutine {
  /** The tool that asks its steps as one question. */
  public static final String TOOL = "first_look";

  public static final List<Step> STEPS =
      List.of(
          new Step("who", "somebody may be working here already", true),
          new Step(
              "environment",
              "what a container sees of its kernel may be the doing of its neighbours",
              true),
          new Step(
              "uptime",
              "a DOWN alert often comes without a reboot, and load against CPUs says busy",
              true),
          new Step("processes", "the process tree shows the role of the host and who waits", true),
          new Step("addresses", "a secondary address means that this node is special", true),
          new Step("disk_usage", "a full filesystem breaks everything on it", true),
          new Step("inode_usage", "a filesystem can be full with space left", true),
          new Step("cpu_per_core", "averages hide one full core", true),
          new Step("cgroup_limits", "a container that its limits hold back looks idle", false),
          new Step("disk_io", "utilisation and waits over a sample, not since boot", true),
          new Step("vmstat", "run queue, blocked tasks and swap traffic", false),
          new Step("memory", "how much is available, not how much is free", true),
          new Step("pressure", "how long tasks really waited", true),
          new Step(
              "sockets_listen", "what is offered here, and whether accept queues stand full", true),
          new Step("sockets_summary", "who is connected to whom, and in which state", true),
          new Step("network_counters", "retransmits, overflows and drops over a sample", true),
          new Step(
              "kernel_log", "the kernel names OOM kills, I/O errors and dropped packets", true),
          new Step("journal", "what services complain about around the onset", true),
          new Step("failed_units", "which services have failed", false));

  private LoginRoutine() {}

  /**
   * One look.
   *
   * @param reason why, for the trail
   * @param inOneCall whether it belongs to the routine that is asked as one, which may run few
   *     commands
   */
  public record Step(String tool, String reason, boolean inOneCall) {}
}
