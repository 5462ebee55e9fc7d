package dev.shindan.collectors.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Connects to one host, logs in with its key and measures its clock. */
final class SshLogin {
  /** When reaching the host takes longer, there is too much doubt about its clock. */
  private static final Duration ROUND_TRIP_MAX = Duration.ofSeconds(2);

  private static final Command DATE = Command.of("/bin/date", "+%s.%N");

  private final Connection.Ssh host;
  private final SshClient client;
  private final SshLink link;
  private final Clock clock;

  SshLogin(Connection.Ssh host, SshClient client, SshLink link, Clock clock) {
    this.host = host;
    this.client = client;
    this.link = link;
    this.clock = clock;
  }

  SshLink.Up attempt(Duration within) throws IOException, InterruptedException {
    Duration limit = within.compareTo(host.connectTimeout()) < 0 ? within : host.connectTimeout();
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    KeyPair key = key();
    long began = System.nanoTime();
    try {
      ClientSession session =
          client
              .connect(
                  host.user(),
                  host.address(),
                  host.port(),
                  AttributeRepository.ofKeyValuePair(SshCommands.LINK, link))
              .verify(limit)
              .getSession();
      Duration roundTrip = Duration.ofNanos(System.nanoTime() - began);
      return loggedIn(session, key, deadlineNanos, roundTrip);
    } catch (InterruptedIOException stopped) {
      if (stopped instanceof SocketTimeoutException) {
        throw stopped;
      }
      throw new InterruptedException(stopped.getMessage());
    }
  }

  private SshLink.Up loggedIn(
      ClientSession session, KeyPair key, long deadlineNanos, Duration roundTrip)
      throws IOException, InterruptedException {
    boolean done = false;
    try {
      session.addPublicKeyIdentity(key);
      session.auth().verify(left(deadlineNanos));
      SshLink.Up up = new SshLink.Up(session, clockOffset(session, left(deadlineNanos), roundTrip));
      done = true;
      return up;
    } finally {
      if (!done) {
        session.close(true);
      }
    }
  }

  /**
   * The host's clock minus ours. What {@code date} said was true half a round trip before it
   * arrived; when it was asked says nothing, for a login shell may take seconds to start.
   *
   * @param roundTrip how long the TCP handshake took
   */
  private Optional<Duration> clockOffset(ClientSession session, Duration within, Duration roundTrip)
      throws IOException, InterruptedException {
    CommandResult result =
        SshExec.run(
            new SshLink.Up(session, Optional.empty()), GuardedCommand.of(DATE, within, false));
    Instant answered = clock.instant();
    if (roundTrip.compareTo(ROUND_TRIP_MAX) > 0) {
      return Optional.empty();
    }
    if (result instanceof CommandResult.Exited exited && exited.status() == 0) {
      String text = exited.stdout().text().strip();
      // Without nanoseconds (BusyBox) the N stays as it is or is missing.
      if (text.matches("\\d{1,12}(\\.\\d{1,9})?")) {
        BigDecimal seconds = new BigDecimal(text);
        Instant theirs =
            Instant.ofEpochSecond(
                seconds.longValue(),
                seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
        Instant ours = answered.minus(roundTrip.dividedBy(2));
        return Optional.of(Duration.between(ours, theirs));
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("NullAway") // the library takes null for "no session"
  private KeyPair key() throws IOException {
    try (InputStream from = Files.newInputStream(host.key())) {
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("key"), from, FilePasswordProvider.EMPTY);
      Iterator<KeyPair> keys = found == null ? null : found.iterator();
      if (keys != null && keys.hasNext()) {
        return keys.next();
      }
    } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
      // The cause may tell of the key; that it cannot be read is all that is passed on.
    }
    throw new SshException(
        SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
        "our key file cannot be read; an OpenSSH private key without a passphrase was expected");
  }

  private static Duration left(long deadlineNanos) {
    return Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()));
  }
}
