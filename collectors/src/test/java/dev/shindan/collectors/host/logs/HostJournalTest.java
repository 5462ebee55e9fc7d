package dev.shindan.collectors.host.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.tool.RawOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostJournalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6|ERROR cannot connect|ERROR",
        "6|ready|INFO",
        "6|DEBUG one more|INFO",
        "4|ERROR is what it says|WARNING",
        "3|ready|ERROR",
      })
  void whatAServicePrintsHasTheLevelItSays(String priority, String message, LogLevel level) {
    assertThat(read(priority, message).level()).isEqualTo(level);
  }

  @Test
  void aJsonLineIsReadAsItIsInAFile() {
    LogLine line = read("6", "{\\\"level\\\":\\\"ERROR\\\",\\\"msg\\\":\\\"order failed\\\"}");
    assertThat(line.level()).isEqualTo(LogLevel.ERROR);
    assertThat(line.message()).isEqualTo("order failed");
    assertThat(line.time()).isEqualTo("2026-11-24T11:21:52.967142Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sshd|6|Accepted publickey for diag from 10.0.0.1|false",
        "sshd|3|error: no more sessions|false",
        "sudo|5|diag : COMMAND=/usr/bin/dmesg|false",
        "sshd|3|error: kex_exchange_identification: Connection closed by remote host|false",
        "sshd|2|fatal: bad ownership or modes for chroot directory|true",
        "systemd-logind|3|Failed to start session scope|true",
        "orders|3|error: no more sessions|true",
      })
  void whatOurOwnLoginsLeaveIsNotOfTheHost(
      String identifier, String priority, String message, boolean read) {
    HostJournal.Entries entries = entries(identifier, priority, message, false);
    assertThat(entries.lines()).hasSize(read ? 1 : 0);
    assertThat(entries.ofLogins()).isEqualTo(read ? 0 : 1);
    assertThat(entries(identifier, priority, message, true).lines()).hasSize(1);
  }

  private static HostJournal.Entries entries(
      String identifier, String priority, String message, boolean withLogins) {
    return HostJournal.read(
        RawOutput.of(
            "{\"__REALTIME_TIMESTAMP\":\"1795519312967142\",\"SYSLOG_IDENTIFIER\":\"%s\",\"PRIORITY\":\"%s\",\"MESSAGE\":\"%s\"}\n"
                .formatted(identifier, priority, message)),
        withLogins);
  }

  private static LogLine read(String priority, String message) {
    return entries("orders", priority, message, false).lines().getFirst();
  }
}
