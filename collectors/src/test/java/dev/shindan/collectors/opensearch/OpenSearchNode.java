package dev.shindan.collectors.opensearch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/** The main class of the process in which the tests, and the lab, run a real OpenSearch node. */
final class OpenSearchNode extends Node {
  private OpenSearchNode(Environment environment) {
    super(
        environment,
        List.of(
            new PluginInfo(
                "transport-netty4",
                "HTTP",
                "3.8.0",
                Version.CURRENT,
                "21",
                Netty4ModulePlugin.class.getName(),
                List.of(),
                false)),
        true);
  }

  /**
   * @param arguments the directory for the data, the port of HTTP and, for another than loopback,
   *     the address
   */
  public static void main(String[] arguments) throws Exception {
    Settings settings =
        Settings.builder()
            .put("path.home", arguments[0])
            .put("http.port", arguments[1])
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            .put("transport.port", "0")
            .put("network.host", arguments.length > 2 ? arguments[2] : "127.0.0.1")
            .put("discovery.type", "single-node")
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    try (Node node =
        new OpenSearchNode(
            InternalSettingsPreparer.prepareEnvironment(
                settings, Map.of(), Path.of(arguments[0]), () -> "shindan-test"))) {
      node.start();
      new CountDownLatch(1).await();
    }
  }
}
