package dev.shindan.collectors.host;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.shindan.agent.model.TargetKind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shape of {@code config/hosts.yaml}; a missing key is null. */
record HostsFile(
    @Nullable Defaults defaults, @Nullable List<Host> hosts, @Nullable List<Listing> inventories) {
  /** Another place where hosts are listed: one of the three. */
  record Listing(@Nullable String ansible, @Nullable URI prometheus, @Nullable Mackerel mackerel) {}

  /** A Mackerel organization. */
  record Mackerel(@Nullable URI url, String apiKey) {
    @Override
    public String toString() {
      return "Mackerel";
    }
  }

  /** Connection settings of every host that does not say otherwise. */
  record Defaults(
      @Nullable Boolean login,
      @Nullable String user,
      @Nullable String key,
      @Nullable Integer port,
      @Nullable String knownHosts,
      @Nullable Boolean acceptNewHostKeys,
      @Nullable Duration connectTimeout,
      @Nullable Integer sessionsMax,
      @Nullable Boolean sudo,
      @Nullable Boolean agent,
      @Nullable String jump,
      @Nullable String sshConfig,
      @Nullable List<String> kex) {}

  /** One target, and how it is reached when that differs from the defaults. */
  record Host(
      @Nullable String name,
      @Nullable String address,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES)
          @Nullable TargetKind kind,
      @Nullable List<String> addresses,
      @Nullable List<String> roles,
      @Nullable List<String> services,
      @Nullable List<String> dependsOn,
      @Nullable Map<String, String> attributes,
      @Nullable Boolean login,
      @Nullable Boolean local,
      @Nullable String user,
      @Nullable Integer port,
      @Nullable String key,
      @Nullable Boolean agent,
      @Nullable String jump,
      @Nullable List<String> kex) {}
}
