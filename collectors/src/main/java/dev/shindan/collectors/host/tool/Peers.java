package dev.shindan.collectors.host.tool;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.ToolCall;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The peer of a probe: a target of the inventory, named by the caller; its address comes from the
 * inventory too, so that neither a model nor an alert can have another machine probed.
 */
final class Peers {
  static final String ARGUMENT = "peer";

  /** Where a call carries the address that the inventory has for its peer. */
  static final String ADDRESS = "peer.address";

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

  /** A name that is looked up; only names that the inventory has may leave the host. */
  static final String LOOKED_UP = "name";

  private Peers() {}

  static Argument argument() {
    return Argument.text(ARGUMENT, "a target of the inventory, by its name", NAME);
  }

  /** The address to be probed, of a call that {@link HostTool} has looked up in the inventory. */
  static String of(ToolCall call) {
    return call.arguments().getOrDefault(ADDRESS, "127.0.0.1");
  }

  /** The call with the address of its peer, or empty when the inventory does not have the peer. */
  static Optional<ToolCall> addressed(ToolCall call, Inventory inventory) {
    String host = Inventory.hostPart(call.target());
    String name = call.arguments().getOrDefault(ARGUMENT, host);
    return inventory
        .find(name)
        .flatMap(target -> address(target, name.equals(host)))
        .map(address -> with(call, address));
  }

  /**
   * Whether the name is a target of the inventory or one of its addresses; without one, the root.
   */
  static boolean mayBeLookedUp(ToolCall call, Inventory inventory) {
    String name = call.arguments().get(LOOKED_UP);
    return name == null
        || inventory.targets().stream()
            .anyMatch(target -> target.name().equals(name) || target.addresses().contains(name));
  }

  private static ToolCall with(ToolCall call, String address) {
    TreeMap<String, String> arguments = new TreeMap<>(call.arguments());
    arguments.put(ADDRESS, address);
    return new ToolCall(call.tool(), call.target(), arguments);
  }

  /**
   * Its first numeric address, so that no resolver is in the way; else its name. A loopback address
   * means the host that asks, and so is only for a host that asks itself.
   */
  private static Optional<String> address(Target target, boolean itself) {
    List<String> numeric =
        target.addresses().stream()
            .filter(
                address -> address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*"))
            .sorted()
            .toList();
    if (numeric.isEmpty()) {
      return Optional.of(target.name());
    }
    return numeric.stream()
        .filter(address -> itself || !(address.startsWith("127.") || address.equals("::1")))
        .findFirst();
  }
}
