package dev.shindan.agent.signal;

import java.util.Arrays;

/** Lines with the same tokens once their variables are set aside: the leaf of a template. */
final class Shape {
  private static final int EXAMPLE_MAX = 500;

  final long[] tokens;

  /** The constants as first seen; empty at variables. */
  final String[] words;

  /** Whether a blank stood before the token. */
  final boolean[] apart;

  /** Of each token, which {@link Variable}s were seen in its place. */
  final int[] bits;

  final String example;
  long lines;

  Shape(String line, ShapeTokens scanned) {
    tokens = scanned.copy();
    words = new String[tokens.length];
    bits = Arrays.copyOf(scanned.bits, tokens.length);
    apart = new boolean[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      words[i] =
          tokens[i] == ShapeTokens.VARIABLE ? "" : line.substring(scanned.from[i], scanned.to[i]);
      apart[i] = i > 0 && scanned.from[i] > scanned.to[i - 1];
    }
    example = line.length() <= EXAMPLE_MAX ? line : line.substring(0, EXAMPLE_MAX);
  }

  /** Counts one more line, and the types of its variables. */
  void seen(ShapeTokens scanned) {
    lines++;
    for (int i = 0; i < bits.length; i++) {
      bits[i] |= scanned.bits[i];
    }
  }
}
