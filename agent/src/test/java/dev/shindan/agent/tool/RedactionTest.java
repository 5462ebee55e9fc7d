package dev.shindan.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {
  private static final int MEBIBYTE = 1 << 20;

  private final Redaction redaction = new Redaction();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java -Dpassword=hunter2secret -jar app.jar",
        "psql postgres://shop:hunter2secret@db/shop",
        "psql postgres://shop:x@hunter2secret@db/shop",
        "redis://:hunter2secret@cache:6379/0",
        "psql \"host=db password=hunter2secret user=shop\"",
        "mysql -u root -phunter2secret shop",
        "root 12 /usr/bin/mysqldump --all -phunter2secret",
        "redis-cli -a hunter2secret info",
        "1700000000.1 [0 127.0.0.1:5] \"AUTH\" \"hunter2secret\"",
        "requirepass hunter2secret",
        "curl -u admin:hunter2secret http://localhost/",
        "curl -sS --user 'admin:hunter2secret' http://localhost/",
        "curl -H 'X-Api-Key: hunter2secret' http://localhost/",
        "sshpass -p hunter2secret ssh host",
        "ldapsearch -x -D cn=admin -w hunter2secret",
        "mongosh -u admin -p hunter2secret",
        "docker login -u me -p hunter2secret registry",
        "openssl enc -aes-256-cbc -pass pass:hunter2secret",
        "smbclient -U me%hunter2secret //nas/share",
        "rabbitmqctl add_user shop hunter2secret",
        "Authorization: Bearer hunter2secret",
        "authorization=Basic aHVudGVyhunter2secret",
        "Authorization: Digest username=\"a\", response=\"hunter2secret\"",
        "Cookie: a=1; sid=hunter2secret",
        "Set-Cookie: id=hunter2secret; Path=/; HttpOnly",
        "DB_PASSWORD=hunter2secret",
        "PGPASSWORD=hunter2secret psql",
        "MYSQL_PWD=hunter2secret",
        "jdbc:sqlserver://db;uid=sa;pwd=hunter2secret;",
        "db.pass=hunter2secret",
        "{\"apiToken\": \"hunter2secret\"}",
        "{\"password\" : \"two words hunter2secret\"}",
        "{\"password\":\"with \\\" quote hunter2secret\"}",
        "{\"log\":\"{\\\"password\\\":\\\"hunter2secret\\\",\\\"a\\\":1}\"}",
        "{'password': 'hunter2secret'}",
        "<password>hunter2secret</password>",
        "password: \"a hunter2secret\"",
        "$config['db_password'] = 'hunter2secret';",
        "'password' => 'hunter2secret'",
        "backup --password hunter2secret --all",
        "backup --password 'hunter2secret' --all",
        "[\"backup\", \"--api-key\", \"hunter2secret\"]",
        "GET /hook?token=hunter2secret&x=1 HTTP/1.1",
        "https://x.blob.example/c?sv=1&sig=hunter2secret%3D",
        "ALTER USER shop IDENTIFIED BY 'hunter2secret'",
        "ALTER ROLE shop WITH PASSWORD 'hunter2secret'",
        "machine db login shop password hunter2secret",
        "AWS_SECRET_ACCESS_KEY=hunter2secret",
        "DefaultEndpointsProtocol=https;AccountKey=hunter2secret;EndpointSuffix=x",
        "root:$6$salt$hunter2secret:19000:0",
        "A=1\0DB_PASSWORD=hunter2secret\0B=2",
        "pass\u001B[0mword=hunter2secret",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2secret\n-----END OPENSSH PRIVATE KEY-----",
        "{\"k\":\"-----BEGIN PRIVATE KEY-----\\nhunter2secret\\n-----END PRIVATE KEY-----\"}",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIhunter2secret"
      })
  void aSecretNeverSurvives(String text) {
    assertThat(redaction.clean(text)).doesNotContain("hunter2secret").contains(Redaction.MASK);
  }

  /** Put together here, so that no scanner takes this file for a leak. */
  static Stream<String> tokens() {
    String body = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    return Stream.of(
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "AIza" + body,
        "gh" + "p_" + body,
        "github" + "_pat_" + body,
        "gl" + "pat-" + body,
        "xo" + "xb-" + body,
        "sk" + "_live_" + body,
        "sk" + "-ant-" + body,
        "hv" + "s." + body,
        "ey" + "J" + body + "." + body + "." + body,
        "JSESSIONID=" + body);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void aTokenIsKnownByItsShape(String token) {
    String clean = redaction.clean("seen " + token + " here");
    assertThat(clean).startsWith("seen ").endsWith(" here").contains(Redaction.MASK);
    assertThat(clean).doesNotContain(token.substring(token.length() - 12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/loop0   233191 233191  0  100% /data",
        "sshd: Accepted publickey for diag from 10.0.0.1 port 22",
        "Filesystem 1024-blocks Used Available Capacity Mounted on",
        "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=",
        "pam_unix(passwd:chauthtok): password changed for root",
        "Failed password for invalid user admin from 10.0.0.9 port 51234 ssh2",
        "dovecot: auth: Error: connect failed",
        "sudo: diag : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/usr/bin/true",
        "passwd:         files systemd",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5 diag@laptop",
        "256 SHA256:Wm8mCXXbn5R1Uu3n8JcY diag@laptop (ED25519)",
        "usage: tokens=123 max_tokens=4096 \"total_tokens\": 55",
        "systemd-ask-password-wall.service: Deactivated successfully.",
        "PasswordAuthentication=no",
        "/etc/passwd: regular file",
        "app --password-file /run/x --log-level info",
        "token_count=17 password_policy=strict author=alice authority: example",
        "tcp LISTEN 0 128 [::]:22 [::]:* users:((\"sshd\",pid=1,fd=3))",
        "GET http://app1:8080/pay?order=17&user=me@example.org 200",
        "kernel: TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.",
        "SyntaxError: Unexpected token: punc",
        "{\"metric\":{\"__name__\":\"node_load1\",\"instance\":\"app1:9100\"},\"v\":[1,2.5]}"
      })
  void ordinaryOutputIsLeftAlone(String text) {
    assertThat(redaction.clean(text)).isEqualTo(text);
  }

  @Test
  void whatStandsAroundASecretStays() {
    assertThat(redaction.clean("{\"user\":\"a\",\"password\":\"x y\",\"host\":\"db\"}\nnext"))
        .isEqualTo("{\"user\":\"a\",\"password\":\"[redacted]\",\"host\":\"db\"}\nnext");
    assertThat(redaction.clean("a?token=x&b=2 <secret>x</secret> c"))
        .isEqualTo("a?token=[redacted]&b=2 <secret>[redacted]</secret> c");
  }

  @Test
  void cleaningTwiceChangesNothingMore() {
    String once =
        redaction.clean("Authorization: Bearer abcdefghijk\npassword=x --token y http://a:b@c/\n");
    assertThat(redaction.clean(once)).isEqualTo(once);
  }

  @Test
  void terminalControlIsTakenOutAndLinesStay() {
    assertThat(redaction.clean("\u001B[31mred\u001B[0m\u0007\nnext\tcell"))
        .isEqualTo("red\nnext\tcell");
    assertThat(redaction.clean("\u001B]0;title\u0007a\u202Eb\u009Bc")).isEqualTo("abc");
  }

  /** Parts that make patterns begin and then fail, over and over. */
  static Stream<String> hostileParts() {
    return Stream.of(
        "a.",
        "a-",
        "-a",
        " -a",
        "password",
        "password ",
        "password=",
        "token:",
        "secret'\"\\",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "a://",
        "a://b:",
        "http://a:b",
        "mysql ",
        "mysql -",
        "mysql -p\n",
        "curl -u a",
        "docker login ",
        "eyJ",
        "eyJ-",
        "eyJaaaaaaaa.",
        "sg.",
        "bearer ",
        "authorization:",
        "cookie:",
        "\u001B[",
        "\u001B]",
        "identified by ",
        "login a ",
        "\"",
        "\\",
        "\\\"",
        "$1$",
        "--password \"",
        "password=\"\\",
        "(",
        " \t",
        "sk-",
        "auth=");
  }

  @ParameterizedTest
  @MethodSource("hostileParts")
  void aHostileMebibyteTakesNoLongTime(String part) {
    assertLinear(part.repeat(MEBIBYTE / part.length()));
  }

  @Test
  void anOrdinaryMebibyteIsCleanedInLessThanAFifthOfASecond() {
    Random random = new Random(7);
    StringBuilder log = new StringBuilder();
    while (log.length() < MEBIBYTE) {
      log.append("2026-03-01T03:00:00Z app1 shop[12]: GET http://db:80/a?id=")
          .append(random.nextInt())
          .append(" user=u")
          .append(random.nextInt(99))
          .append(" auth ok key=")
          .append(Long.toHexString(random.nextLong()))
          .append(" token=")
          .append(random.nextInt())
          .append('\n');
    }
    String text = log.toString();
    redaction.clean(text); // the compiler warms up
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      best = Math.min(best, millisToClean(text));
    }
    assertThat(best).isLessThan(200);
  }

  private void assertLinear(String text) {
    // Quadratic time over a mebibyte would be minutes.
    assertThat(millisToClean(text)).isLessThan(2000);
  }

  /** Processor time, so that other work on the machine does not count. */
  private long millisToClean(String text) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    String clean = redaction.clean(text);
    long took = TimeUnit.NANOSECONDS.toMillis(threads.getCurrentThreadCpuTime() - began);
    assertThat(clean).isNotNull();
    return took;
  }
}
