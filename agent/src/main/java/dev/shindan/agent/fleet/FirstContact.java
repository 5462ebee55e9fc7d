package dev.shindan.agent.fleet;

import java.time.Duration;

/**
 * Reaches a host before it is its turn to be asked, as far as that costs next to nothing: whether
 * it is there is then known early, however long it lets one wait.
 */
@FunctionalInterface
public interface FirstContact {
  /** For hosts that need no such thing. */
  FirstContact NONE = (_, _) -> {};

  /**
   * Comes back when the host has said who it is, or cannot be reached, or the time is over. It
   * tells nothing: who asks the host next finds the connection, or the same failure at once.
   *
   * @param host a name of the inventory
   */
  void reach(String host, Duration within) throws InterruptedException;
}
