package dev.shindan.collectors.host;

import dev.shindan.agent.tool.CallContext;
import java.time.Duration;

/** Runs argument vectors on the hosts of the inventory, here or over SSH. Thread-safe. */
public interface HostCommands {
  /**
   * Runs one command and waits for it. A program that is not there is an exit status of 127 (126
   * when it may not be run), told apart by the caller.
   *
   * @param host a name of the inventory
   * @param context says who asks, and how long it may take; the remote side is killed after that
   */
  CommandResult run(String host, Command command, CallContext context) throws InterruptedException;

  /** Whether commands are sent to the host at all; not where login is switched off. */
  default boolean reaches(String host) {
    return true;
  }

  /**
   * Reaches a host ahead of its first command, as far as that costs next to nothing, see {@link
   * dev.shindan.agent.fleet.FirstContact}.
   */
  default void reach(String host, Duration within) throws InterruptedException {}
}
