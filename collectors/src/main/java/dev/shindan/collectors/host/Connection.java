package dev.shindan.collectors.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How commands reach a host of the inventory. */
public sealed interface Connection {
  /** Privileged commands go through {@code sudo -n} where the user is not root. */
  boolean sudo();

  /** The machine Shindan runs on. */
  record Local(boolean sudo) implements Connection {}

  /**
   * Another machine, over SSH with a key.
   *
   * @param key an OpenSSH private key without a passphrase; its path is kept out of {@link
   *     #toString}; with {@code agent} it need not be there
   * @param knownHosts in the format of OpenSSH
   * @param acceptNewHostKeys records the key of a host that is not in {@code knownHosts} yet; a
   *     changed key is refused all the same
   * @param connectTimeout until the host has said who it is; the login may take four times as long,
   *     see {@link #loginTimeout}
   * @param sessionsMax commands at the same time on the one connection; sshd allows 10 unless told
   *     otherwise ({@code MaxSessions})
   * @param agent whether the keys of the ssh-agent are offered
   * @param jump the host through which this one is reached
   * @param kex names of the key exchanges that are offered, in that order; empty for the usual ones
   */
  record Ssh(
      String user,
      String address,
      int port,
      Path key,
      Path knownHosts,
      boolean acceptNewHostKeys,
      Duration connectTimeout,
      int sessionsMax,
      boolean sudo,
      boolean agent,
      Optional<Ssh> jump,
      List<String> kex)
      implements Connection {
    public Ssh {
      kex = List.copyOf(kex);
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("a port is 1 to 65535");
      }
      if (sessionsMax < 1 || sessionsMax > 100) {
        throw new IllegalArgumentException("sessionsMax is 1 to 100");
      }
      if (connectTimeout.toMillis() < 100 || connectTimeout.toMinutes() > 5) {
        throw new IllegalArgumentException("connectTimeout is 0.1 seconds to 5 minutes");
      }
    }

    /** With the usual key exchanges. */
    public Ssh(
        String user,
        String address,
        int port,
        Path key,
        Path knownHosts,
        boolean acceptNewHostKeys,
        Duration connectTimeout,
        int sessionsMax,
        boolean sudo,
        boolean agent,
        Optional<Ssh> jump) {
      this(
          user,
          address,
          port,
          key,
          knownHosts,
          acceptNewHostKeys,
          connectTimeout,
          sessionsMax,
          sudo,
          agent,
          jump,
          List.of());
    }

    /** A host that lives may be slow to let in where there is no processor to be had. */
    Duration loginTimeout() {
      return connectTimeout.multipliedBy(4);
    }

    @Override
    public String toString() {
      return user + "@" + address + ":" + port;
    }
  }
}
