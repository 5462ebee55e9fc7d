package dev.shindan.collectors.host;

import dev.shindan.agent.tool.FailureKind;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the key a host shows is the one we know, and keeps a host stopped whose key has
 * changed until the operator corrects the known-hosts file. Thread-safe.
 */
final class HostKeyGuard {
  private final Connection.Ssh host;
  private final KnownHosts knownHosts;
  private @Nullable PublicKey refused;

  HostKeyGuard(Connection.Ssh host, KnownHosts knownHosts) {
    this.host = host;
    this.knownHosts = knownHosts;
  }

  /** Asked by the SSH library in the key exchange, before anything of ours is sent. */
  synchronized boolean trusts(PublicKey shown) {
    refused = null;
    return switch (judge(shown)) {
      case KnownHosts.Judgement.Known() -> true;
      case KnownHosts.Judgement.Unknown() when host.acceptNewHostKeys() -> {
        knownHosts.record(host.address(), host.port(), shown);
        yield true;
      }
      case KnownHosts.Judgement.Unknown _, KnownHosts.Judgement.Changed _ -> {
        refused = shown;
        yield false;
      }
    };
  }

  List<String> knownKeyTypes() {
    return knownHosts.keyTypes(host.address(), host.port());
  }

  /** Why the host may not even be tried: its key had changed, and the file still says so. */
  synchronized Optional<CommandResult.NotRun> stopped() {
    return refusal().filter(why -> why.kind() == FailureKind.HOST_KEY_CHANGED);
  }

  /** Why the key last shown was refused, judged by the file as it is now. */
  synchronized Optional<CommandResult.NotRun> refusal() {
    PublicKey shown = refused;
    if (shown == null) {
      return Optional.empty();
    }
    String key = KeyUtils.getKeyType(shown) + " " + KeyUtils.getFingerPrint(shown);
    return switch (judge(shown)) {
      case KnownHosts.Judgement.Known() -> Optional.empty();
      case KnownHosts.Judgement.Unknown() ->
          Optional.of(
              new CommandResult.NotRun(
                  FailureKind.AUTHENTICATION_FAILED,
                  "%s shows a host key that is not in %s: %s; compare it with the host's own, then add it"
                      .formatted(host, knownHosts.file(), key)));
      case KnownHosts.Judgement.Changed(int line) ->
          Optional.of(
              new CommandResult.NotRun(
                  FailureKind.HOST_KEY_CHANGED,
                  "%s shows %s, but %s:%d holds another key; nothing is run there until that line is corrected"
                      .formatted(host, key, knownHosts.file(), line)));
    };
  }

  private KnownHosts.Judgement judge(PublicKey shown) {
    return knownHosts.judge(host.address(), host.port(), shown);
  }
}
