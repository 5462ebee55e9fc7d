package dev.shindan.collectors.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.jspecify.annotations.Nullable;

/**
 * The host keys we trust, in a file of OpenSSH's format that is read anew whenever it has changed,
 * so that the operator's edit counts at once. Thread-safe.
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

  private final Path file;
  private KnownHostsIndex index = KnownHostsIndex.EMPTY;

  KnownHosts(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  synchronized Judgement judge(String address, int port, PublicKey shown) {
    List<KnownHostsIndex.Line> lines = linesFor(address, port);
    for (KnownHostsIndex.Line line : lines) {
      if ("revoked".equals(line.entry().getMarker()) && KeyUtils.compareKeys(key(line), shown)) {
        return new Judgement.Changed(line.number());
      }
    }
    List<KnownHostsIndex.Line> plain =
        lines.stream().filter(line -> line.entry().getMarker() == null).toList();
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
      boolean current = index.stamp().equals(KnownHostsIndex.Stamp.of(file));
      String line = name + " " + PublicKeyEntry.toString(key);
      Files.writeString(
          file,
          (endsInLine() ? "" : "\n") + line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      if (current) {
        index = index.with(line, KnownHostsIndex.Stamp.of(file));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private boolean endsInLine() throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return true;
    }
    try (SeekableByteChannel end = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      int read = end.position(end.size() - 1).read(last);
      return read == 1 && last.get(0) == '\n';
    }
  }

  private List<KnownHostsIndex.Line> linesFor(String address, int port) {
    try {
      KnownHostsIndex.Stamp now = KnownHostsIndex.Stamp.of(file);
      if (!index.stamp().equals(now)) {
        index = KnownHostsIndex.of(now, Files.exists(file) ? Files.readAllLines(file) : List.of());
      }
      return index.linesFor(address, port);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Null for a key of a type we cannot read, which equals no key. */
  @SuppressWarnings("NullAway") // the library takes null for "no session" and "fail on unknown"
  private static @Nullable PublicKey key(KnownHostsIndex.Line line) {
    try {
      return line.entry().getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
    } catch (IOException | GeneralSecurityException unreadable) {
      return null;
    }
  }
}
