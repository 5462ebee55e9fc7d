package dev.shindan.collectors.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values such as somebody would pass who wants more than a diagnosis. */
final class HostileStrings {
  private static final String[] PIECES = {
    ";",
    "|",
    "&",
    "&&",
    "||",
    "$(id)",
    "`id`",
    "${IFS}",
    "$HOME",
    "*",
    "?",
    "[a-z]",
    "{a,b}",
    "~",
    "~root",
    "!",
    "!!",
    "#",
    "\\",
    "\\'",
    "'",
    "''",
    "\"",
    "\\\"",
    "<",
    ">",
    ">>/tmp/x",
    "<(id)",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\u0000",
    "\u001b[2J",
    "\u0007",
    "\u007f",
    "%s",
    "%n",
    "%00",
    "-",
    "--",
    "-o",
    "--output=/etc/passwd",
    "-exec",
    "--help",
    "-rf",
    "@/etc/passwd",
    "file:///etc/passwd",
    "/",
    "//",
    "..",
    "../..",
    "/etc/shadow",
    "/../etc/passwd",
    "/proc/self/environ",
    "\u00a0",
    "\u2028",
    "\u202e",
    "\uff0d\uff0do",
    "\uff1b",
    "\u0430pp1",
    "\u2010",
    "\u212a",
    "\u0131",
    "\ud83d\ude00",
    "\ufeff",
    "app1",
    "127.0.0.1",
    "localhost",
    "10.0.0.1",
    "80",
    "eth0",
    "nginx.service",
    "1",
    "0x1",
    "-1",
    "1e3",
    "99999999999",
    "a",
    "A",
    "_",
    ".",
    ":",
    "%",
    "=",
    ",",
    "ssh.service ",
    "db.example.com"
  };

  private HostileStrings() {}

  /** The given number of values, always the same for a seed; short ones first. */
  static List<String> of(long seed, int count) {
    Random random = new Random(seed);
    List<String> strings = new ArrayList<>(List.of(PIECES));
    while (strings.size() < count) {
      StringBuilder text = new StringBuilder();
      int pieces = 1 + random.nextInt(5);
      for (int i = 0; i < pieces; i++) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      if (random.nextInt(50) == 0) {
        text.append("a".repeat(random.nextInt(5000)));
      }
      strings.add(text.toString());
    }
    return strings;
  }
}
