package dev.shindan.collectors.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.jspecify.annotations.Nullable;

/**
 * The host keys we trust, in a file of OpenSSH's format that is read anew for every question, so
 * that the operator's edit counts at once. Thread-safe.
 */
final class KnownHosts {
  /** What the file says of a key that a host has shown. */
  sealed interface Judgement {
    record Known() implements Judgement {}

    /** No line names the host. */
    record Unknown() implements Judgement {}

    /**
     * Another key is on file, or this one is marked as revoked.
     *
     * @param line of the file, counted from 1
     */
    record Changed(int line) implements Judgement {}
  }

  private record Line(int number, KnownHostEntry entry) {}

  private final Path file;

  KnownHosts(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  synchronized Judgement judge(String address, int port, PublicKey shown) {
    List<Line> lines = linesFor(address, port);
    for (Line line : lines) {
      if ("revoked".equals(line.entry().getMarker()) && KeyUtils.compareKeys(key(line), shown)) {
        return new Judgement.Changed(line.number());
      }
    }
    List<Line> plain = lines.stream().filter(line -> line.entry().getMarker() == null).toList();
    if (plain.isEmpty()) {
      return new Judgement.Unknown();
    }
    return plain.stream().anyMatch(line -> KeyUtils.compareKeys(key(line), shown))
        ? new Judgement.Known()
        : new Judgement.Changed(plain.getFirst().number());
  }

  /** The key types on file for a host: those must be asked for, or a known host looks changed. */
  synchronized List<String> keyTypes(String address, int port) {
    return linesFor(address, port).stream()
        .filter(line -> line.entry().getMarker() == null)
        .map(line -> line.entry().getKeyEntry().getKeyType())
        .distinct()
        .toList();
  }

  synchronized void record(String address, int port, PublicKey key) {
    String name = port == 22 ? address : "[" + address + "]:" + port;
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      String before = Files.exists(file) ? Files.readString(file) : "";
      Files.writeString(
          file,
          (before.isEmpty() || before.endsWith("\n") ? "" : "\n")
              + name
              + " "
              + PublicKeyEntry.toString(key)
              + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private List<Line> linesFor(String address, int port) {
    List<String> text;
    try {
      text = Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    List<Line> found = new ArrayList<>();
    for (int index = 0; index < text.size(); index++) {
      String line = text.get(index).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      KnownHostEntry entry = parse(line);
      if (entry != null && entry.isHostMatch(address, port)) {
        found.add(new Line(index + 1, entry));
      }
    }
    return found;
  }

  /** Null for a line that OpenSSH would not understand either; such a line trusts nobody. */
  private static @Nullable KnownHostEntry parse(String line) {
    try {
      return KnownHostEntry.parseKnownHostEntry(line);
    } catch (RuntimeException notAnEntry) {
      return null;
    }
  }

  /** Null for a key of a type we cannot read, which equals no key. */
  @SuppressWarnings("NullAway") // the library takes null for "no session" and "fail on unknown"
  private static @Nullable PublicKey key(Line line) {
    try {
      return line.entry().getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
    } catch (IOException | GeneralSecurityException unreadable) {
      return null;
    }
  }
}
