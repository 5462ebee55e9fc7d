package dev.shindan.collectors.host.tool;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.ToolCall;
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
    String name = call.arguments().getOrDefault(ARGUMENT, Inventory.hostPart(call.target()));
    return inventory.find(name).map(target -> with(call, address(target)));
  }

  private static ToolCall with(ToolCall call, String address) {
    TreeMap<String, String> arguments = new TreeMap<>(call.arguments());
    arguments.put(ADDRESS, address);
    return new ToolCall(call.tool(), call.target(), arguments);
  }

  /** Its first numeric address, so that no resolver is in the way; else its name. */
  private static String address(Target target) {
    return target.addresses().stream()
        .filter(address -> address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*"))
        .sorted()
        .findFirst()
        .orElse(target.name());
  }
}
