package dev.shindan.collectors.host;

import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.FailureKind;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * The one kept connection to a host: made when it is needed first while all who need it wait, made
 * anew when lost, and not tried again for a while when it could not be made. Thread-safe.
 */
final class SshLink {
  /** So that the parallel calls of one turn do not each wait for a host that is down. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** A connection that is up. */
  record Up(ClientSession session, Optional<Duration> clockOffset) {}

  private sealed interface Attempt {
    record Made(Up up) implements Attempt {}

    record Failed(CommandResult.NotRun why) implements Attempt {}

    /** By our own guard. */
    record Denied(String reason) implements Attempt {}

    /** It has said who it is; nobody has logged in yet. */
    record Reached() implements Attempt {}
  }

  private final String name;
  private final Connection.Ssh host;
  private final HostGate gate;
  private final SshLogin login;
  private final HostKeyGuard guard;
  private static final int ATTEMPTS_MAX = 6;
  private static final Duration PAUSE = Duration.ofMillis(150);

  private final Semaphore sessions;
  private final SharedLogin<Attempt> underWay = new SharedLogin<>();
  private volatile @Nullable Up up;

  /**
   * Those of {@link Politeness} that the host has; null until it has said so on this connection.
   */
  private volatile @Nullable Set<String> programs;

  private record Remembered(Attempt why, long atNanos) {}

  private volatile @Nullable Remembered failure;

  /**
   * @param name of the host in the inventory
   * @param jump through which it is reached
   * @param onlyJump whether nothing is ever run on it
   */
  SshLink(
      String name,
      Connection.Ssh host,
      HostGate gate,
      Supplier<SshClient> client,
      KnownHosts knownHosts,
      PrivateKeys keys,
      @Nullable SshLink jump,
      boolean onlyJump,
      Clock clock) {
    this.name = name;
    this.host = host;
    this.gate = gate;
    this.guard = new HostKeyGuard(host, knownHosts);
    this.login = new SshLogin(name, host, client, this, keys, gate, jump, onlyJump, clock);
    this.sessions = new Semaphore(host.sessionsMax(), true);
  }

  boolean trusts(PublicKey shown) {
    return guard.trusts(shown);
  }

  List<String> knownKeyTypes() {
    return guard.knownKeyTypes();
  }

  /** The kept session itself, for what is reached through this host. */
  ClientSession session(String asker, Duration within) throws IOException, InterruptedException {
    return switch (connected(asker, within)) {
      case Attempt.Made(Up made) -> made.session();
      case Attempt.Reached _ -> throw new IllegalStateException("a login that was not made");
      case Attempt.Failed(CommandResult.NotRun why) ->
          throw new SshLogin.Refused(
              new CommandResult.NotRun(why.kind(), "over the jump host " + why.detail()));
      case Attempt.Denied(String reason) ->
          throw new SshLogin.Refused(new CommandResult.Denied("over the jump host " + reason));
    };
  }

  Connection.Ssh host() {
    return host;
  }

  /** Stops a login that is under way. */
  void close(Duration within) throws InterruptedException {
    underWay.end(within);
  }

  CommandResult run(Command command, CallContext context) throws InterruptedException {
    Duration timeout = context.timeout();
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    if (!sessions.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return gate.denied(
          name,
          context.investigation(),
          guarded(command, timeout, List.of()),
          "%s: its %d sessions were busy for %d ms (sessionsMax)"
              .formatted(host, host.sessionsMax(), timeout.toMillis()));
    }
    try {
      return runInSession(command, context.investigation(), deadlineNanos);
    } finally {
      sessions.release();
    }
  }

  private CommandResult runInSession(Command command, String asker, long deadlineNanos)
      throws InterruptedException {
    @Nullable CommandResult lost = null;
    // A kept connection may turn out to be dead; a second one is new. And sshd counts a session
    // until its program is reaped, which may be a moment after the answer reached us.
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Attempt connected = connected(asker, left(deadlineNanos));
      switch (connected) {
        case Attempt.Reached _ -> throw new IllegalStateException("a login that was not made");
        case Attempt.Failed(CommandResult.NotRun why) -> {
          return why;
        }
        case Attempt.Denied(String reason) -> {
          return gate.denied(name, asker, guarded(command, left(deadlineNanos), List.of()), reason);
        }
        case Attempt.Made(Up made) -> {
          try {
            return sent(made, command, asker, left(deadlineNanos));
          } catch (SshExec.NotOpened notOpened) {
            lost = SshFailure.of(host, notOpened, SshPhase.RUNNING);
            if (left(deadlineNanos).compareTo(PAUSE) <= 0) {
              return lost;
            }
            Thread.sleep(PAUSE);
          } catch (IOException broken) {
            return SshFailure.of(host, broken, SshPhase.RUNNING);
          }
        }
      }
    }
    return Objects.requireNonNull(lost);
  }

  private CommandResult sent(Up made, Command command, String asker, Duration within)
      throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + within.toNanos();
    Set<String> found = Set.of();
    if (command.cost() == Cost.HEAVY && gate.limits().niceness() > 0) {
      Set<String> known = programs;
      if (known == null) {
        CommandResult answer = askedForPrograms(made, asker, within);
        if (!(answer instanceof CommandResult.Exited exited)) {
          return answer instanceof CommandResult.Denied denied
              ? gate.denied(name, asker, guarded(command, within, List.of()), denied.reason())
              : answer;
        }
        known = Politeness.there(exited);
        // What the listing does not decide is asked again by the next heavy command.
        programs = Politeness.decides(exited) ? known : null;
      }
      found = known;
    }
    List<String> behind = Politeness.words(command.cost(), gate.limits(), found::contains);
    return gate.pass(
        name,
        asker,
        left -> guarded(command, left, behind),
        left(deadlineNanos),
        guarded -> SshExec.run(made, guarded, left(deadlineNanos)));
  }

  private GuardedCommand guarded(Command command, Duration within, List<String> behind) {
    return GuardedCommand.of(command, within, host.sudo() && !"root".equals(host.user()), behind);
  }

  /** Asked once for each connection, when the first heavy command comes. */
  private CommandResult askedForPrograms(Up made, String asker, Duration within)
      throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + within.toNanos();
    return gate.pass(
        name,
        asker,
        left -> GuardedCommand.of(Politeness.QUESTION, left, false),
        within,
        guarded -> SshExec.run(made, guarded, left(deadlineNanos)));
  }

  /** So far only that it is there, see {@link SshLogin#reach}. */
  void reach(Duration within) throws InterruptedException {
    var _ =
        underWay.outcome(
            () ->
                tried(
                    () -> {
                      login.reach();
                      return new Attempt.Reached();
                    }),
            within);
  }

  private Attempt connected(String asker, Duration within) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + within.toNanos();
    Optional<Attempt> attempt = Optional.of(new Attempt.Reached());
    while (attempt.isPresent() && attempt.get() instanceof Attempt.Reached) {
      Up known = up;
      attempt =
          known != null && known.session().isOpen()
              ? Optional.of(new Attempt.Made(known))
              : underWay.outcome(() -> tried(() -> loggedIn(asker)), left(deadlineNanos));
    }
    return attempt.orElseGet(
        () ->
            new Attempt.Failed(
                new CommandResult.NotRun(
                    FailureKind.TIMED_OUT,
                    "%s: timed out while %s: not let in within %d ms"
                        .formatted(host, login.phase().words(), within.toMillis()))));
  }

  private Attempt loggedIn(String asker) throws IOException, InterruptedException {
    Up made = login.attempt(asker, host.loginTimeout());
    programs = null;
    up = made;
    failure = null;
    return new Attempt.Made(made);
  }

  @FunctionalInterface
  private interface Step {
    Attempt done() throws IOException, InterruptedException;
  }

  /** By one thread at a time, see {@link SharedLogin}. */
  private Attempt tried(Step step) throws InterruptedException {
    Up known = up;
    if (known != null && known.session().isOpen()) {
      return new Attempt.Made(known);
    }
    Optional<CommandResult.NotRun> stopped = guard.stopped();
    if (stopped.isPresent()) {
      return new Attempt.Failed(stopped.get());
    }
    Remembered before = failure;
    if (before != null && System.nanoTime() - before.atNanos() < RETRY_AFTER.toNanos()) {
      return before.why();
    }
    try {
      return step.done();
    } catch (IOException failed) {
      Attempt why =
          guard.refusal().<Attempt>map(Attempt.Failed::new).orElseGet(() -> reason(failed));
      // A changed key is remembered by the guard, and for as long as the file says so.
      failure =
          why instanceof Attempt.Failed(CommandResult.NotRun not)
                  && not.kind() == FailureKind.HOST_KEY_CHANGED
              ? null
              : new Remembered(why, System.nanoTime());
      return why;
    }
  }

  private Attempt reason(IOException failed) {
    return switch (SshFailure.of(host, failed, login.phase())) {
      case CommandResult.NotRun not -> new Attempt.Failed(not);
      case CommandResult.Denied denied -> new Attempt.Denied(denied.reason());
      case CommandResult.Exited _ -> throw new IllegalStateException("a login that failed exited");
    };
  }

  private static Duration left(long deadlineNanos) {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }
}
