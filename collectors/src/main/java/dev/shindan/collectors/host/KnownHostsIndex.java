package dev.shindan.collectors.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a known-hosts file by the host they name, so that a thousand hosts do not each read
 * a thousand lines. Lines with patterns, hashes or negations are tried for every host.
 */
final class KnownHostsIndex {
  static final KnownHostsIndex EMPTY = new KnownHostsIndex(new Stamp("never read", 0, ""));

  private final Stamp stamp;
  private final Map<String, List<Line>> byName = new HashMap<>();
  private final List<Line> others = new ArrayList<>();
  private int count;

  private KnownHostsIndex(Stamp stamp) {
    this.stamp = stamp;
  }

  /**
   * @param number counted from 1
   */
  record Line(int number, KnownHostEntry entry) {}

  /** By what a changed file is told from the one that was read. */
  record Stamp(String modified, long bytes, String identity) {
    static Stamp of(Path file) throws IOException {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
            found.lastModifiedTime().toString(), found.size(), String.valueOf(found.fileKey()));
      } catch (NoSuchFileException none) {
        return new Stamp("", 0, "");
      }
    }
  }

  static KnownHostsIndex of(Stamp stamp, List<String> text) {
    KnownHostsIndex index = new KnownHostsIndex(stamp);
    text.forEach(index::add);
    return index;
  }

  /** The same with one more line. */
  KnownHostsIndex with(String line, Stamp after) {
    KnownHostsIndex more = new KnownHostsIndex(after);
    more.byName.putAll(byName);
    more.others.addAll(others);
    more.count = count;
    more.add(line);
    return more;
  }

  Stamp stamp() {
    return stamp;
  }

  List<Line> linesFor(String address, int port) {
    List<Line> found = new ArrayList<>(others);
    found.addAll(byName.getOrDefault(address, List.of()));
    found.addAll(byName.getOrDefault("[" + address + "]:" + port, List.of()));
    return found.stream()
        .filter(line -> line.entry().isHostMatch(address, port))
        .distinct()
        .sorted(Comparator.comparingInt(Line::number))
        .toList();
  }

  private void add(String written) {
    count++;
    String text = written.strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    KnownHostEntry entry = parse(text);
    if (entry == null) {
      return;
    }
    Line line = new Line(count, entry);
    String names = text.split("\\s+", 2)[0];
    if (names.startsWith("@") || names.matches(".*[*?!|].*")) {
      others.add(line);
    } else {
      for (String name : names.split(",", -1)) {
        List<Line> together = new ArrayList<>(byName.getOrDefault(name, List.of()));
        together.add(line);
        byName.put(name, together);
      }
    }
  }

  /** Null for a line that OpenSSH would not understand either; such a line trusts nobody. */
  private static @Nullable KnownHostEntry parse(String line) {
    try {
      return KnownHostEntry.parseKnownHostEntry(line);
    } catch (RuntimeException notAnEntry) {
      return null;
    }
  }
}
