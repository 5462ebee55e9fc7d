package dev.shindan.cli;

import dev.shindan.agent.source.ChangeSource;
import dev.shindan.collectors.git.GitLog;
import dev.shindan.collectors.grafana.GrafanaAnnotations;
import dev.shindan.collectors.http.Retry;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What knows of changes; all that are given are asked. */
record ChangeStores(Optional<List<Repository>> git, Optional<Grafana> grafana) {
  /**
   * A repository on this machine.
   *
   * @param of the target or service that is made from it
   */
  record Repository(Path path, Optional<String> of) {}

  /** Annotations of Grafana. */
  record Grafana(
      URI url,
      Optional<String> token,
      Optional<Integer> timeoutSeconds,
      Optional<Integer> responseBytesMax) {
    @Override
    public String toString() {
      return "Grafana";
    }
  }

  List<ChangeSource> sources(Retry retry) {
    List<ChangeSource> sources = new ArrayList<>();
    git.orElse(List.of()).forEach(one -> sources.add(new GitLog(one.path(), one.of().orElse(""))));
    grafana.ifPresent(
        given ->
            sources.add(
                new GrafanaAnnotations(
                    Addresses.of(
                            given.url(),
                            given.token(),
                            given.timeoutSeconds(),
                            given.responseBytesMax())
                        .retrying(retry))));
    return sources;
  }
}
