package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.RawOutput;
import java.util.Random;

/** Spoils an output a little. */
final class Mutation {
  private static final String[] PIECES = {
    "",
    "\n",
    " ",
    "-",
    ",",
    ".",
    ":",
    "%",
    "{",
    "}",
    "\"",
    "99999999999999999999999",
    "-1",
    "NaN",
    "1e9",
    "é",
    "$ /x\n",
    "! x\n",
    RawOutput.OMISSION,
    "null",
    "\u0000"
  };

  private Mutation() {}

  static String of(String text, Random random) {
    StringBuilder spoiled = new StringBuilder(text);
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times && !spoiled.isEmpty(); i++) {
      int at = random.nextInt(spoiled.length());
      int end = Math.min(spoiled.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> spoiled.delete(at, end);
        case 1 -> spoiled.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> spoiled.setCharAt(at, (char) (' ' + random.nextInt(95)));
        default -> spoiled.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return spoiled.toString();
  }
}
