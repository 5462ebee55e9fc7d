package dev.shindan.collectors.host;

import dev.shindan.agent.tool.FailureKind;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;

/** Says what an exception of the SSH library means for the person on call. */
final class SshFailure {
  private SshFailure() {}

  /**
   * @param phase in which it was thrown
   */
  static CommandResult of(Connection.Ssh host, Throwable thrown, SshPhase phase) {
    if (thrown instanceof SshLogin.Refused refused) {
      return refused.why();
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      CommandResult.NotRun known = known(host, cause, phase);
      if (known != null) {
        return known;
      }
    }
    return new CommandResult.NotRun(
        FailureKind.UNREACHABLE, host + ": the SSH connection failed: " + thrown.getMessage());
  }

  private static CommandResult.@Nullable NotRun known(
      Connection.Ssh host, Throwable cause, SshPhase phase) {
    String said = String.valueOf(cause.getMessage());
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("connection refused")) {
      return new CommandResult.NotRun(
          FailureKind.CONNECTION_REFUSED, host + ": nothing listens there");
    }
    if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
      return new CommandResult.NotRun(
          FailureKind.UNREACHABLE, host + ": the name cannot be resolved");
    }
    if (cause instanceof NoRouteToHostException
        || lower.contains("no route to host")
        || lower.contains("unreachable")) {
      return new CommandResult.NotRun(FailureKind.UNREACHABLE, host + ": " + said);
    }
    if (cause instanceof TimeoutException
        || cause instanceof SocketTimeoutException
        || lower.contains("timed out")
        || lower.contains("timeout")) {
      return new CommandResult.NotRun(
          FailureKind.TIMED_OUT,
          host + ": timed out while " + phase.words() + ": no answer over SSH in time");
    }
    if (cause instanceof SshException ssh
        && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
      return new CommandResult.NotRun(FailureKind.AUTHENTICATION_FAILED, host + ": " + said);
    }
    return null;
  }
}
