package dev.shindan.collectors.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an SSH host is reached: what the host itself says goes before what ssh_config says of its
 * address, and that before the defaults.
 */
final class SshReading {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Below the 10 that sshd allows by default, so that a person's own session still gets in. */
  private static final int SESSIONS_MAX = 8;

  private static final int JUMPS_MAX = 5;

  private static final Pattern JUMP =
      Pattern.compile("(?:([^@\\s,]+)@)?(\\[[0-9A-Fa-f:]+]|[^@:\\s,]+)(?::([0-9]{1,5}))?");

  private final HostsFile.Defaults defaults;
  private final SshConfig config;
  private final Function<String, Path> path;

  /**
   * @param path resolves a path as it is written
   */
  SshReading(HostsFile.Defaults defaults, SshConfig config, Function<String, Path> path) {
    this.defaults = defaults;
    this.config = config;
    this.path = path;
  }

  /** What is wrong with a host, whose name stands as {@code {host}} in the message. */
  static final class Problem extends RuntimeException {
    private final @Nullable String key;

    Problem(String message, @Nullable String key) {
      super(message);
      this.key = key;
    }

    /** The key file as written, when that is the problem. */
    Optional<String> line() {
      return Optional.ofNullable(key);
    }
  }

  Connection.Ssh connection(HostsFile.Host host, String address, boolean sudo) {
    return connection(host, address, sudo, 0);
  }

  private Connection.Ssh connection(HostsFile.Host host, String address, boolean sudo, int depth) {
    if (depth > JUMPS_MAX) {
      throw new Problem(
          "key 'jump' of {host}: it goes over more than " + JUMPS_MAX + " hosts", null);
    }
    String user = either(host.user(), config.user(address).orElse(defaults.user()));
    if (user == null) {
      throw new Problem("host {host} needs a 'user', its own or in 'defaults'", null);
    }
    boolean agent = or(host.agent(), or(defaults.agent(), false));
    String key =
        or(
            either(host.key(), config.identityFile(address).orElse(defaults.key())),
            "~/.ssh/id_ed25519");
    Path keyFile = path.apply(key);
    if (!agent && !Files.isReadable(keyFile)) {
      throw new Problem(
          "key 'key' of {host}: a readable private key file was expected, found none at " + key,
          key);
    }
    return new Connection.Ssh(
        user,
        config.hostName(address).orElse(address),
        or(host.port(), config.port(address).orElse(or(defaults.port(), 22))),
        keyFile,
        path.apply(or(defaults.knownHosts(), "~/.ssh/known_hosts")),
        or(defaults.acceptNewHostKeys(), false),
        or(defaults.connectTimeout(), CONNECT_TIMEOUT),
        or(defaults.sessionsMax(), SESSIONS_MAX),
        sudo,
        agent,
        jump(host, address, depth),
        kex(host));
  }

  private List<String> kex(HostsFile.Host host) {
    List<String> names = or(either(host.kex(), defaults.kex()), List.of());
    for (String name : names) {
      if (!KeyExchanges.known().contains(name)) {
        throw new Problem(
            "key 'kex' of {host}: '%s' is not known here; expected some of %s"
                .formatted(name, KeyExchanges.known()),
            null);
      }
    }
    return names;
  }

  /** The default jump host is not reached through itself. */
  private Optional<Connection.Ssh> jump(HostsFile.Host host, String address, int depth) {
    String written =
        either(host.jump(), config.proxyJump(address).orElse(depth == 0 ? defaults.jump() : null));
    if (written == null || written.equals("none")) {
      return Optional.empty();
    }
    int comma = written.lastIndexOf(',');
    Matcher last = JUMP.matcher(written.substring(comma + 1).strip());
    if (!last.matches()) {
      throw new Problem(
          "key 'jump' of {host}: [user@]host[:port] was expected, not '" + written + "'", null);
    }
    HostsFile.Host over =
        new HostsFile.Host(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            last.group(1),
            last.group(3) == null ? null : Integer.valueOf(last.group(3)),
            null,
            null,
            comma < 0 ? null : written.substring(0, comma),
            null);
    return Optional.of(
        connection(over, last.group(2).replaceAll("[\\[\\]]", ""), false, depth + 1));
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  private static <T> @Nullable T either(@Nullable T own, @Nullable T common) {
    return own == null ? common : own;
  }
}
