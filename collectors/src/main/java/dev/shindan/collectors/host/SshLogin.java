package dev.shindan.collectors.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;

/** Connects to one host, logs in with its key and asks for its shell and clock. */
final class SshLogin {
  /** When reaching the host takes longer, there is too much doubt about its clock. */
  private static final Duration ROUND_TRIP_MAX = Duration.ofSeconds(2);

  private static final Duration NOTHING = Duration.ofMillis(1);

  private final String name;
  private final Connection.Ssh host;
  private final Supplier<SshClient> client;
  private final SshLink link;
  private final PrivateKeys keys;
  private final HostGate gate;
  private final @Nullable SshLink jump;
  private final boolean onlyJump;
  private final Clock clock;
  private volatile SshPhase phase = SshPhase.CONNECTING;
  private volatile @Nullable ClientSession opening;
  private @Nullable HeldContact held;

  SshLogin(
      String name,
      Connection.Ssh host,
      Supplier<SshClient> client,
      SshLink link,
      PrivateKeys keys,
      HostGate gate,
      @Nullable SshLink jump,
      boolean onlyJump,
      Clock clock) {
    this.name = name;
    this.host = host;
    this.keys = keys;
    this.gate = gate;
    this.jump = jump;
    this.onlyJump = onlyJump;
    this.client = client;
    this.link = link;
    this.clock = clock;
  }

  /** Of the login that is under way, or of the last one. */
  SshPhase phase() {
    ClientSession session = opening;
    return phase == SshPhase.CONNECTING && session != null && session.getServerVersion() != null
        ? SshPhase.AUTHENTICATING
        : phase;
  }

  /**
   * Connects and waits until the host has said who it is, which costs next to nothing. The next
   * attempt goes on from there. A host behind another one is not reached ahead.
   */
  void reach() throws IOException, InterruptedException {
    if (jump != null) {
      return;
    }
    opening = null;
    phase = SshPhase.CONNECTING;
    long began = System.nanoTime();
    long deadlineNanos = began + host.connectTimeout().toNanos();
    HeldContact contact = new HeldContact();
    ClientSession session = connected(host.address(), host.port(), contact, deadlineNanos);
    boolean heard = false;
    try {
      Duration roundTrip = Duration.ofNanos(System.nanoTime() - began);
      heard = contact.heard(session, roundTrip, left(deadlineNanos));
      if (!heard) {
        throw new SocketTimeoutException("timed out: it has not said who it is");
      }
      held = contact;
    } finally {
      if (!heard) {
        session.close(true);
      }
    }
  }

  SshLink.Up attempt(String asker, Duration within) throws IOException, InterruptedException {
    HeldContact contact = held;
    held = null;
    opening = null;
    phase = SshPhase.CONNECTING;
    long callNanos = System.nanoTime() + within.toNanos();
    Duration limit = within.compareTo(host.connectTimeout()) < 0 ? within : host.connectTimeout();
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    try {
      if (contact != null && contact.open()) {
        return loggedIn(contact.released(), asker, deadlineNanos, callNanos, contact.roundTrip());
      }
      SshLink over = jump;
      if (over == null) {
        return loggedIn(host.address(), host.port(), asker, deadlineNanos, callNanos);
      }
      // a port of this machine that leads to the host, open until we are logged in
      try (ExplicitPortForwardingTracker way =
          over.session(asker, within)
              .createLocalPortForwardingTracker(
                  new SshdSocketAddress("127.0.0.1", 0),
                  new SshdSocketAddress(host.address(), host.port()))) {
        return loggedIn(
            "127.0.0.1",
            way.getBoundAddress().getPort(),
            asker,
            System.nanoTime() + limit.toNanos(),
            callNanos);
      }
    } catch (InterruptedIOException stopped) {
      if (stopped instanceof SocketTimeoutException) {
        throw stopped;
      }
      throw new InterruptedException(stopped.getMessage());
    }
  }

  private SshLink.Up loggedIn(
      String address, int port, String asker, long deadlineNanos, long callNanos)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    ClientSession session = connected(address, port, null, deadlineNanos);
    Duration roundTrip = Duration.ofNanos(System.nanoTime() - began);
    return loggedIn(session, asker, deadlineNanos, callNanos, roundTrip);
  }

  /**
   * @param contact by which the session is to be held once the host has said who it is
   */
  private ClientSession connected(
      String address, int port, @Nullable HeldContact contact, long deadlineNanos)
      throws IOException {
    Map<AttributeRepository.AttributeKey<?>, Object> attributes =
        contact == null
            ? Map.of(SshCommands.LINK, link)
            : Map.of(SshCommands.LINK, link, HeldContact.KEY, contact);
    return client
        .get()
        .connect(host.user(), address, port, AttributeRepository.ofAttributesMap(attributes))
        .verify(left(deadlineNanos))
        .getSession();
  }

  private SshLink.Up loggedIn(
      ClientSession session, String asker, long deadlineNanos, long callNanos, Duration roundTrip)
      throws IOException, InterruptedException {
    boolean done = false;
    opening = session;
    try {
      if (!host.agent() || Files.isReadable(host.key())) {
        session.addPublicKeyIdentity(keys.of(host.key()));
      }
      AuthFuture auth = session.auth();
      boolean silent = !auth.await(left(deadlineNanos)) && session.getServerVersion() == null;
      // A host that has said who it is lives: the key exchange may take as long as the call may,
      // for it is slow where there is no processor to be had, there or here.
      auth.verify(silent ? NOTHING : left(callNanos));
      phase = SshPhase.RUNNING;
      SshLink.Up up =
          new SshLink.Up(
              session,
              onlyJump ? Optional.empty() : firstWords(session, asker, left(callNanos), roundTrip));
      done = true;
      return up;
    } finally {
      if (!done) {
        session.close(true);
      }
    }
  }

  /**
   * Asks which shell reads our lines, and measures the host's clock minus ours. What {@code date}
   * said was true half a round trip before it arrived; when it was asked says nothing, for a login
   * shell may take seconds to start.
   *
   * @param roundTrip how long the TCP handshake took
   */
  private Optional<Duration> firstWords(
      ClientSession session, String asker, Duration within, Duration roundTrip)
      throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + within.toNanos();
    CommandResult result =
        gate.pass(
            name,
            asker,
            LoginShell::guarded,
            within,
            asked ->
                SshExec.run(
                    new SshLink.Up(session, Optional.empty()),
                    asked,
                    LoginShell.question(asked),
                    left(deadlineNanos)));
    Instant answered = clock.instant();
    LoginShell shell =
        LoginShell.of(
            switch (result) {
              case CommandResult.Exited exited -> exited.stdout().text();
              case CommandResult.NotRun not ->
                  throw new Refused(
                      new CommandResult.NotRun(
                          not.kind(), host + ": its login shell: " + not.detail()));
              case CommandResult.Denied denied -> throw new Refused(denied);
            });
    if (!shell.understood()) {
      throw new Refused(
          new CommandResult.Denied(
              "%s: the login shell of %s is %s; sh, bash, dash, ash or zsh was expected, for the"
                      .formatted(
                          host, host.user(), shell.name().isEmpty() ? "unknown" : shell.name())
                  + " arguments of a command may not arrive whole in another"));
    }
    return roundTrip.compareTo(ROUND_TRIP_MAX) > 0
        ? Optional.empty()
        : shell
            .clock()
            .map(theirs -> Duration.between(answered.minus(roundTrip.dividedBy(2)), theirs));
  }

  /** The host did not answer as it must, or we refused to ask. */
  static final class Refused extends IOException {
    private final transient CommandResult why;

    Refused(CommandResult.NotRun why) {
      super(why.detail());
      this.why = why;
    }

    Refused(CommandResult.Denied why) {
      super(why.reason());
      this.why = why;
    }

    /** Not what a command printed: a failure or a denial. */
    CommandResult why() {
      return why;
    }
  }

  private static Duration left(long deadlineNanos) {
    return Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()));
  }
}
