package dev.shindan.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong input is one line on stderr that says where and what, exit code 2, and nothing else. */
final class WrongInputTest {
  @TempDir private Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void prepare() {
    sandbox = new Sandbox(directory);
  }

  @Test
  void unknownKeyOfTheSettings() throws Exception {
    sandbox.withSettings("limits:\n  toolCalsMax: 3\n  movesMax: 9");
    refused("shindan.yaml:4:", "toolCalsMax", "check");
  }

  @Test
  void valueOutOfRangeInTheSettings() throws Exception {
    sandbox.withSettings("limits:\n  movesMax: 0");
    refused("shindan.yaml", "limits", "serve", "--port", "0");
    sandbox.withSettings("web:\n  host: 0.0.0.0");
    refused("shindan.yaml", "web.token", "check");
    sandbox.withSettings("investigationsMax: 0");
    refused("shindan.yaml", "investigationsMax", "check");
  }

  @Test
  void unknownReasoner() throws Exception {
    refused("--reasoner", "gpt", "investigate", "--reasoner", "gpt");
    refused("shindan.yaml", "llm", "investigate", "--reasoner", "llm");
    noIncidentWasStored();
    sandbox.withSettings("reasoner: gpt");
    refused("shindan.yaml", "reasoner", "serve", "--port", "0");
    sandbox.withSettings("reasoner: llm");
    refused("shindan.yaml", "reasoner", "check");
  }

  @Test
  void unsetVariable() throws Exception {
    sandbox.withSettings("web:\n  token: ${SHINDAN_NO_SUCH_TOKEN}");
    refused("shindan.yaml:4:", "SHINDAN_NO_SUCH_TOKEN", "check");
  }

  @Test
  void missingSettings() throws Exception {
    refused("nowhere.yaml", "no such file", "check", "--config", directory + "/nowhere.yaml");
  }

  @Test
  void unknownKeyOfTheHosts() throws Exception {
    sandbox.write("config/hosts.yaml", "hosts:\n  - name: a\n    locale: true\n    roles: [x]\n");
    refused("hosts.yaml:3:", "locale", "hosts", "list");
  }

  @Test
  void missingKeyFile() throws Exception {
    sandbox.write(
        "config/hosts.yaml",
        "hosts:\n  - name: a\n    address: 127.0.0.1\n    user: u\n    key: no/such/key\n");
    refused("hosts.yaml:5:", "no/such/key", "hosts", "check");
  }

  @Test
  void unknownKeyOfAFault() throws Exception {
    Path fault = directory.resolve("config/faults/cpu-steal.yaml");
    Files.writeString(fault, Files.readString(fault) + "\nsevrity: high\n");
    refused("cpu-steal.yaml:", "sevrity", "check");
    refused("cpu-steal.yaml:", "sevrity", "investigate");
    noIncidentWasStored();
  }

  @Test
  void faultThatExplainsAnUnknownOne() throws Exception {
    Path fault = directory.resolve("config/faults/cpu-steal.yaml");
    String text = Files.readString(fault);
    Files.writeString(fault, text.replaceFirst("explains: \\[", "explains: [no-such-fault, "));
    refused("cpu-steal.yaml", "no-such-fault", "check");
  }

  @Test
  void unknownHost() throws Exception {
    refused("nosuch", "not in the inventory", "investigate", "--host", "nosuch");
    noIncidentWasStored();
  }

  @Test
  void malformedAlertFile() throws Exception {
    Path alert = sandbox.write("alert.json", "{\"version\": \"4\", \"alerts\": [{\"status\":");
    refused("alert.json", "JSON", "investigate", "--alert", alert.toString());
    sandbox.write("alert.json", "{\"version\": \"4\", \"alerts\": [{\"status\": 7}]}");
    refused("alert.json", "alerts[0]", "investigate", "--alert", alert.toString());
    refused("missing.json", "cannot be read", "investigate", "--alert", "missing.json");
    noIncidentWasStored();
  }

  @Test
  void unknownOptionOrCommandOrTool() throws Exception {
    refused("--hosst", "investigate --help", "investigate", "--hosst", "here");
    refused("examine", "shindan --help", "examine");
    refused("no_such_tool", "shindan tools", "tools", "no_such_tool");
    refused("no_such_tool", "shindan tools", "parse", "no_such_tool");
  }

  @Test
  void storeThatCannotBeMade() throws Exception {
    sandbox.write("store", "a file stands in the way");
    refused("shindan.yaml", "store.directory", "investigate");
  }

  @Test
  void storeThatIsNoDatabase() throws Exception {
    sandbox.write("store/shindan.db", "this is not a database, but it is long enough".repeat(99));
    refused("shindan.yaml", "store.directory", "investigate");
  }

  @Test
  void databaseThatDoesNotAnswer() throws Exception {
    sandbox.write(
        "config/shindan.yaml",
        "store:\n  postgres: {url: 'jdbc:postgresql://127.0.0.1:1/x', user: u, password: p}\n");
    refused("shindan.yaml", "store.postgres", "investigate");
  }

  @Test
  void portInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      refused("web.port", port, "serve", "--port", port);
    }
  }

  private void refused(String where, String what, String... command) throws InterruptedException {
    Sandbox.Ended ended = sandbox.run(command);
    assertThat(ended.err().lines().toList()).as("stderr: %s", ended.err()).hasSize(1);
    assertThat(ended.err()).startsWith("shindan: ").contains(where).contains(what);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.exit()).isEqualTo(2);
  }

  private void noIncidentWasStored() throws InterruptedException, IOException {
    Path fault = directory.resolve("config/faults/cpu-steal.yaml");
    Files.copy(
        Path.of("../config/faults/cpu-steal.yaml"),
        fault,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    try (Server server = sandbox.serve()) {
      assertThat(server.incidents()).isEmpty();
    }
  }
}
