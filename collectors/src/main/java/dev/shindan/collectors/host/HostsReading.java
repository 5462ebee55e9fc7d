package dev.shindan.collectors.host;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.collectors.inventory.InventorySource;
import dev.shindan.collectors.inventory.ListedHost;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One reading of the hosts file: checks what the shape cannot say, and fills in the defaults. */
final class HostsReading {
  private final Path file;
  private final List<String> lines;
  private final HostsFile.Defaults defaults;
  private final List<HostsFile.Host> hosts;
  private final List<HostsFile.Listing> listings;
  private final Map<String, String> environment;
  private @Nullable SshConfig config;

  HostsReading(Path file, String text, HostsFile shape, Map<String, String> environment) {
    this.file = file;
    this.lines = text.lines().toList();
    this.defaults =
        or(
            shape.defaults(),
            new HostsFile.Defaults(
                null, null, null, null, null, null, null, null, null, null, null, null, null));
    this.hosts = new ArrayList<>(or(shape.hosts(), List.of()));
    this.listings = or(shape.inventories(), List.of());
    this.environment = environment;
  }

  HostInventory inventory() {
    listings.forEach(this::addListed);
    if (hosts.isEmpty()) {
      throw wrong(1, "key 'hosts': at least one host was expected");
    }
    Map<String, Target> targets = new LinkedHashMap<>();
    Map<String, Connection> connections = new LinkedHashMap<>();
    for (HostsFile.Host host : hosts) {
      Target target = target(host);
      if (targets.put(target.name(), target) != null) {
        throw wrong(lastLineOf("name", target.name()), "host named twice: " + target.name());
      }
      connection(host).ifPresent(found -> connections.put(target.name(), found));
    }
    for (Target target : targets.values()) {
      for (String needed : target.dependsOn()) {
        if (!targets.containsKey(needed)) {
          throw wrong(
              lastLineOf("name", target.name()),
              "key 'dependsOn' of %s: no host is named '%s'".formatted(target.name(), needed));
        }
      }
    }
    return new HostInventory(new Inventory(targets.values()), connections);
  }

  /** What the file itself says of a host goes before what a listing says. */
  private void addListed(HostsFile.Listing listing) {
    for (ListedHost listed : source(listing).hosts()) {
      if (hosts.stream().noneMatch(host -> listed.name().equals(host.name()))) {
        hosts.add(
            new HostsFile.Host(
                listed.name(),
                listed.address(),
                TargetKind.HOST,
                null,
                listed.roles(),
                null,
                null,
                listed.attributes(),
                null,
                null,
                listed.user().orElse(null),
                listed.port().orElse(null),
                listed.key().orElse(null),
                null,
                null,
                null));
      }
    }
  }

  private InventorySource source(HostsFile.Listing listing) {
    if (listing.ansible() != null) {
      return new InventorySource.Ansible(path(listing.ansible()));
    }
    if (listing.prometheus() != null) {
      return new InventorySource.Prometheus(listing.prometheus());
    }
    HostsFile.Mackerel mackerel = listing.mackerel();
    if (mackerel != null) {
      return new InventorySource.Mackerel(
          or(mackerel.url(), URI.create("https://api.mackerelio.com")), mackerel.apiKey());
    }
    throw wrong(0, "key 'inventories': each needs one of 'ansible', 'prometheus', 'mackerel'");
  }

  private Target target(HostsFile.Host host) {
    String name = host.name();
    if (name == null) {
      throw wrong(0, "key 'hosts': every host needs a 'name'");
    }
    try {
      return new Target(
          name,
          or(host.kind(), TargetKind.HOST),
          addresses(host),
          or(host.roles(), List.of()),
          or(host.services(), List.of()),
          or(host.dependsOn(), List.of()),
          or(host.attributes(), Map.of()));
    } catch (IllegalArgumentException refused) {
      throw wrong(
          lastLineOf("name", name), "key 'name': '%s': %s".formatted(name, refused.getMessage()));
    }
  }

  private static Set<String> addresses(HostsFile.Host host) {
    Set<String> all = new LinkedHashSet<>(or(host.addresses(), List.of()));
    if (host.address() != null) {
      all.add(host.address());
    }
    if (or(host.local(), false)) {
      all.addAll(HostInventory.localAddresses(HostInventory.hostName()));
    }
    return all;
  }

  private Optional<Connection> connection(HostsFile.Host host) {
    String name = String.valueOf(host.name());
    boolean sudo = or(defaults.sudo(), true);
    if (!or(host.login(), or(defaults.login(), true))) {
      return Optional.empty();
    }
    if (or(host.local(), false)) {
      if (host.user() != null
          || host.port() != null
          || host.key() != null
          || host.agent() != null
          || host.jump() != null) {
        throw wrong(line(name), name + " is local: 'user', 'port' and 'key' are for SSH hosts");
      }
      return Optional.of(new Connection.Local(sudo));
    }
    if (host.address() == null) {
      if (or(host.kind(), TargetKind.HOST) == TargetKind.HOST) {
        throw wrong(
            line(name),
            "host %s needs an 'address', 'local: true' or 'login: false'".formatted(name));
      }
      return Optional.empty();
    }
    return Optional.of(ssh(host, name, host.address(), sudo));
  }

  private Connection ssh(HostsFile.Host host, String name, String address, boolean sudo) {
    try {
      return new SshReading(defaults, config(), this::path).connection(host, address, sudo);
    } catch (SshReading.Problem problem) {
      throw wrong(
          problem
              .line()
              .map(given -> lastLineOf("key", given))
              .filter(at -> at > 0)
              .orElse(line(name)),
          String.valueOf(problem.getMessage()).replace("{host}", name));
    } catch (IllegalArgumentException refused) {
      throw wrong(line(name), "host %s: %s".formatted(name, refused.getMessage()));
    }
  }

  private SshConfig config() {
    if (config == null) {
      config =
          defaults.sshConfig() == null
              ? SshConfig.EMPTY
              : SshConfig.read(
                  path(defaults.sshConfig()), Path.of(environment.getOrDefault("HOME", "/")));
    }
    return config;
  }

  /** {@code ~/} is the home directory; a relative path starts at the directory of the file. */
  private Path path(String written) {
    if (written.startsWith("~/")) {
      return Path.of(environment.getOrDefault("HOME", "/"), written.substring(2));
    }
    return file.toAbsolutePath().resolveSibling(written).normalize();
  }

  private int line(String host) {
    return lastLineOf("name", host);
  }

  /** Counted from 1; 0 when it is written otherwise, for example by a variable. */
  private int lastLineOf(String key, String value) {
    Pattern pattern =
        Pattern.compile(
            "(^|[\\s{,])" + key + "\\s*:\\s*[\"']?" + Pattern.quote(value) + "[\"']?\\s*([,}#]|$)");
    for (int line = lines.size(); line > 0; line--) {
      if (pattern.matcher(lines.get(line - 1)).find()) {
        return line;
      }
    }
    return 0;
  }

  private WrongInput wrong(int line, String expected) {
    return new WrongInput(line == 0 ? file.toString() : file + ":" + line, expected);
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
