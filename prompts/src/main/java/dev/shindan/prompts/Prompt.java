package dev.shindan.prompts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One question put to a model.
 *
 * @param id the name of its file without {@code .md}
 * @param text as it is sent
 * @param sha256 of the file's bytes, in hexadecimal; recorded on every trail that used it
 */
public record Prompt(String id, String text, String sha256) {
  /** Reads {@code id.md} from the class path; one that is not there is our own defect. */
  public static Prompt load(String id) {
    try (InputStream file = Prompt.class.getResourceAsStream(id + ".md")) {
      if (file == null) {
        throw new IllegalArgumentException("no prompt '" + id + "'");
      }
      byte[] bytes = file.readAllBytes();
      return new Prompt(id, new String(bytes, StandardCharsets.UTF_8).strip(), sha256(bytes));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
