package dev.shindan.collectors.host;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyExchangeFactory;

/**
 * The key exchanges that a host is offered, in order.
 *
 * <p>curve25519 stands first unless the configuration says otherwise. The library's own first
 * choice is a hybrid with a post-quantum part, which takes it twenty times as long to compute; for
 * a thousand hosts that is most of the time of a fan-out. What it would protect, recordings broken
 * years later, matters where the network between is not one's own: there, name it first.
 */
final class KeyExchanges {
  private static final List<KeyExchangeFactory> USUAL =
      BuiltinDHFactories.VALUES.stream()
          .filter(BuiltinDHFactories::isSupported)
          .filter(ClientBuilder.DEFAULT_KEX_PREFERENCE::contains)
          .sorted(Comparator.comparingInt(ClientBuilder.DEFAULT_KEX_PREFERENCE::indexOf))
          .sorted(Comparator.comparing(kex -> !kex.getName().startsWith("curve25519")))
          .map(ClientBuilder.DH2KEX)
          .toList();

  private KeyExchanges() {}

  /** Names that may be given. */
  static List<String> known() {
    return BuiltinDHFactories.VALUES.stream()
        .filter(BuiltinDHFactories::isSupported)
        .map(BuiltinDHFactories::getName)
        .toList();
  }

  /**
   * @param names known ones; empty for the usual
   */
  static List<KeyExchangeFactory> inOrder(List<String> names) {
    return names.isEmpty()
        ? USUAL
        : names.stream()
            .map(name -> Optional.<DHFactory>ofNullable(BuiltinDHFactories.fromFactoryName(name)))
            .map(found -> ClientBuilder.DH2KEX.apply(found.orElseThrow()))
            .toList();
  }
}
