package dev.shindan.collectors.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;

/** One command over a connection that is up. */
final class SshExec {
  /** The exit status a local process would show for a signal is 128 and its number. */
  private static final Map<String, Integer> SIGNALS =
      Map.ofEntries(
          Map.entry("HUP", 1),
          Map.entry("INT", 2),
          Map.entry("QUIT", 3),
          Map.entry("ILL", 4),
          Map.entry("ABRT", 6),
          Map.entry("FPE", 8),
          Map.entry("KILL", 9),
          Map.entry("USR1", 10),
          Map.entry("SEGV", 11),
          Map.entry("USR2", 12),
          Map.entry("PIPE", 13),
          Map.entry("ALRM", 14),
          Map.entry("TERM", 15));

  private static final int OTHER_SIGNAL = 127;

  private SshExec() {}

  /** The command has not begun, so it may be tried again. */
  static final class NotOpened extends IOException {
    NotOpened(Throwable cause) {
      super("the host opens no channel: " + cause.getMessage(), cause);
    }
  }

  /**
   * @param within when it is over, nobody waits for the answer any more; the command is ended by
   *     its own {@code timeout} there
   */
  static CommandResult run(SshLink.Up up, GuardedCommand command, Duration within)
      throws IOException, InterruptedException {
    return run(up, command, command.shellLine(), within);
  }

  /**
   * @param line what the login shell is to read, when that is not the quoted command
   */
  static CommandResult run(SshLink.Up up, GuardedCommand command, String line, Duration within)
      throws IOException, InterruptedException {
    HeadAndTail stdout = new HeadAndTail();
    FirstLines stderr = new FirstLines();
    CountDownLatch ended = new CountDownLatch(1);
    long began = System.nanoTime();
    long deadlineNanos = began + Math.min(command.patience().toNanos(), within.toNanos());
    ChannelExec channel = open(up, deadlineNanos, line, stdout, stderr, ended);
    try {
      if (!ended.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        // Its own timeout should have ended it by now. The host may be overloaded, so the others
        // on this connection go on; if the way to it is dead, the heartbeat ends the connection.
        return Ending.timedOut(command);
      }
    } finally {
      channel.close(true);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    return new Ending(command, status(channel), stdout, stderr, took).result(up.clockOffset());
  }

  @SuppressWarnings("NullAway") // the library takes null for "no terminal" and "no variables"
  private static ChannelExec open(
      SshLink.Up up,
      long deadlineNanos,
      String line,
      HeadAndTail stdout,
      FirstLines stderr,
      CountDownLatch ended)
      throws NotOpened, InterruptedException {
    ChannelExec opening = null;
    boolean open = false;
    try {
      ChannelExec channel =
          up.session().createExecChannel(line.getBytes(StandardCharsets.UTF_8), null, null);
      opening = channel;
      channel.setOut(stdout);
      channel.setErr(stderr);
      channel.addCloseFutureListener(closed -> ended.countDown());
      channel.open().verify(Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime())));
      channel.getInvertedIn().close();
      open = true;
      return channel;
    } catch (InterruptedIOException stopped) {
      throw new InterruptedException(stopped.getMessage());
    } catch (IOException | IllegalStateException failed) {
      throw new NotOpened(failed);
    } finally {
      if (opening != null && !open) {
        // or the host would begin what nobody waits for any more
        opening.close(true);
      }
    }
  }

  private static int status(ChannelExec channel) throws IOException {
    Integer status = channel.getExitStatus();
    if (status != null) {
      return status;
    }
    String signal = channel.getExitSignal();
    if (signal == null) {
      throw new IOException("the connection was lost while the command ran");
    }
    return 128 + SIGNALS.getOrDefault(signal, OTHER_SIGNAL);
  }
}
