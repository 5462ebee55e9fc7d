package dev.shindan.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {
  private final Redaction redaction = new Redaction();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java -Dpassword=hunter2secret -jar app.jar",
        "psql postgres://shop:hunter2secret@db/shop",
        "mysql -u root -phunter2secret shop",
        "redis-cli -a hunter2secret info",
        "curl -u admin:hunter2secret http://localhost/",
        "Authorization: Bearer hunter2secret",
        "DB_PASSWORD=hunter2secret",
        "{\"apiToken\": \"hunter2secret\"}",
        "backup --password hunter2secret --all",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2secret\n-----END OPENSSH PRIVATE KEY-----"
      })
  void aSecretNeverSurvives(String text) {
    assertThat(redaction.clean(text)).doesNotContain("hunter2secret").contains(Redaction.MASK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/loop0   233191 233191  0  100% /data",
        "sshd: Accepted publickey for diag from 10.0.0.1 port 22",
        "Filesystem 1024-blocks Used Available Capacity Mounted on"
      })
  void ordinaryOutputIsLeftAlone(String text) {
    assertThat(redaction.clean(text)).isEqualTo(text);
  }

  @Test
  void terminalControlIsTakenOutAndLinesStay() {
    assertThat(redaction.clean("\u001B[31mred\u001B[0m\u0007\nnext\tcell"))
        .isEqualTo("red\nnext\tcell");
  }
}
