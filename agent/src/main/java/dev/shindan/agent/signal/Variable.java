package dev.shindan.agent.signal;

import java.util.Locale;

/** What stands in the place of a log template that varies. */
public enum Variable {
  /** A count, quantity, port, time or date. */
  NUMBER(1 << 0),
  /** Hexadecimal: an address in memory, a hash, a UUID, a MAC address. */
  HEX(1 << 1),
  /** An IP address, with or without a port. */
  ADDRESS(1 << 2),
  PATH(1 << 3),
  URL(1 << 4),
  /** A dotted name: a host, a package, a mail address. */
  NAME(1 << 5),
  /** Letters with digits: a host, block, task or request. */
  IDENTIFIER(1 << 6),
  /** A plain word, as after {@code user=}. */
  WORD(1 << 7);

  private final int bit;

  Variable(int bit) {
    this.bit = bit;
  }

  /** Its place in a set of kinds. */
  int bit() {
    return bit;
  }

  /** What is shown for a place where these were seen. */
  static String shown(int bits) {
    for (Variable variable : values()) {
      if (variable.bit == bits) {
        return "<" + variable.name().toLowerCase(Locale.ROOT) + ">";
      }
    }
    return "<*>";
  }
}
