package dev.shindan.collectors.host;

import dev.shindan.agent.tool.ToolAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a host can be examined, and what stands in the way.
 *
 * @param failure why no command could be run: unreachable, host key, login, our own guard; empty
 *     when one was
 * @param login the user that commands run as
 * @param notGranted privileged commands that {@code sudo -n} would refuse, as {@code shindan hosts
 *     sudoers} would grant them
 * @param missing programs that are not there
 * @param notAsked what our own guard did not let us find out, and why
 */
public record HostReport(
    String host,
    Optional<ToolAnswer> failure,
    Optional<String> login,
    Optional<Duration> clockOffset,
    List<String> notGranted,
    List<String> missing,
    List<String> notAsked) {
  public HostReport {
    notGranted = List.copyOf(notGranted);
    missing = List.copyOf(missing);
    notAsked = List.copyOf(notAsked);
  }

  public boolean fit() {
    return failure.isEmpty() && notGranted.isEmpty() && missing.isEmpty() && notAsked.isEmpty();
  }
}
