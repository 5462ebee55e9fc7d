package dev.shindan.collectors.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

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
    byte[] key = encoded(shown);
    for (KnownHostsIndex.Line line : lines) {
      if ("revoked".equals(line.entry().getMarker()) && holds(line, key)) {
        return new Judgement.Changed(line.number());
      }
    }
    List<KnownHostsIndex.Line> plain =
        lines.stream().filter(line -> line.entry().getMarker() == null).toList();
    if (plain.isEmpty()) {
      return new Judgement.Unknown();
    }
    return plain.stream().anyMatch(line -> holds(line, key))
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

  /** Equal keys are equal in their encoding, which is what the file holds (RFC 4253, 6.6). */
  private static boolean holds(KnownHostsIndex.Line line, byte[] encodedKey) {
    return Arrays.equals(line.entry().getKeyEntry().getKeyData(), encodedKey);
  }

  private static byte[] encoded(PublicKey key) {
    Buffer encoded = new ByteArrayBuffer();
    encoded.putRawPublicKey(key);
    return encoded.getCompactData();
  }
}
