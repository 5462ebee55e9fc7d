package dev.shindan.agent.tool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a tool read, before it was understood.
 *
 * @param bytes UTF-8 text; when the output was longer than the cap, its head and tail with {@link
 *     #OMISSION} between them
 * @param omittedBytes how much was cut out of the middle; 0 when nothing was
 */
public record RawOutput(byte[] bytes, long omittedBytes) {
  /** The line that stands where the middle was cut out. */
  public static final String OMISSION = "\n[... output cut here ...]\n";

  /** Head and tail together; more is cut out of the middle. */
  public static final int BYTES_MAX = 1 << 20;

  public static RawOutput of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Keeps head and tail of what is longer than {@link #BYTES_MAX}. */
  public static RawOutput of(byte[] all) {
    if (all.length <= BYTES_MAX) {
      return new RawOutput(all, 0);
    }
    byte[] mark = OMISSION.getBytes(StandardCharsets.UTF_8);
    int half = (BYTES_MAX - mark.length) / 2;
    byte[] kept = new byte[half * 2 + mark.length];
    System.arraycopy(all, 0, kept, 0, half);
    System.arraycopy(mark, 0, kept, half, mark.length);
    System.arraycopy(all, all.length - half, kept, half + mark.length, half);
    return new RawOutput(kept, all.length - 2L * half);
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** SHA-256 in hexadecimal: the name under which the output is stored. */
  public String hash() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
