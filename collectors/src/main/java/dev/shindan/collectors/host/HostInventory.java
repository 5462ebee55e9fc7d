package dev.shindan.collectors.host;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.settings.StrictYaml;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.telemetry.Logins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The targets that may be examined, and how each host among them is reached.
 *
 * @param connections by target name; a target without one (a service, a queue) runs no commands
 */
public record HostInventory(Inventory inventory, Map<String, Connection> connections) {
  public HostInventory {
    connections = Map.copyOf(connections);
  }

  /**
   * Reads {@code hosts.yaml}. Every mistake is a {@link WrongInput} with file and line.
   *
   * @param environment for {@code ${NAME}} in the file, and {@code HOME} for {@code ~/}
   */
  public static HostInventory read(Path file, Map<String, String> environment) {
    HostsFile shape = new StrictYaml(environment).read(file, HostsFile.class);
    try {
      return new HostsReading(file, Files.readString(file), shape, environment).inventory();
    } catch (IOException vanished) {
      throw new WrongInput(file.toString(), "cannot be read");
    }
  }

  /**
   * The machine Shindan runs on, as {@code localhost}: what there is without a file.
   *
   * @param hostName how the machine calls itself
   */
  public static HostInventory ofThisMachine(String hostName) {
    Target target =
        new Target(
            "localhost",
            TargetKind.HOST,
            localAddresses(hostName),
            List.of(),
            List.of(),
            List.of(),
            Map.of());
    return new HostInventory(
        new Inventory(List.of(target)), Map.of("localhost", new Connection.Local(true)));
  }

  /**
   * How the hosts are reached.
   *
   * @param pid of this process
   */
  public Logins logins(long pid) {
    Map<String, Integer> ports = new HashMap<>();
    Set<String> here = new HashSet<>();
    connections.forEach(
        (name, connection) -> {
          switch (connection) {
            case Connection.Ssh there -> ports.put(name, there.port());
            case Connection.Local _ -> here.add(name);
          }
        });
    return new Logins(ports, here, pid);
  }

  /** What this machine calls itself, from the kernel. */
  public static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      return "localhost";
    }
  }

  static Set<String> localAddresses(String hostName) {
    return new LinkedHashSet<>(List.of(hostName, "127.0.0.1", "localhost"));
  }

  /** Who logs in to hosts and may use sudo there; without any, the user that documents name. */
  public SortedSet<String> sudoUsers() {
    SortedSet<String> users = new TreeSet<>();
    for (Connection connection : connections.values()) {
      if (connection instanceof Connection.Ssh ssh && ssh.sudo() && !ssh.user().equals("root")) {
        users.add(ssh.user());
      }
    }
    if (users.isEmpty()) {
      users.add("shindan");
    }
    return users;
  }
}
