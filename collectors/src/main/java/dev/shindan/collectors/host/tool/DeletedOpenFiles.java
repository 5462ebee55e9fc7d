package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files that are deleted but still held open, so that their room is not free.
 *
 * @param totalBytes of each file once, however often it is open
 * @param files the largest first; memory that looks like a file is left out
 */
record DeletedOpenFiles(int fileCount, long totalBytes, List<Held> files, boolean cut) {
  private static final int FILES_MAX = 50;

  /** One file held open by one process. */
  record Held(
      String path, long sizeBytes, int pid, String command, String descriptor, String line) {}

  static Question question() {
    return Question.fixed(
            "deleted_open_files",
            "Which deleted files are still held open, by whom, and how much room they take.",
            DeletedOpenFiles.class,
            "open_files",
            Set.of(),
            DeletedOpenFiles::read,
            Command.privileged("/usr/bin/lsof", "-nP", "-w", "+L1", "-F", "pcftsn"))
        .heavy();
  }

  /** Lines of one field each, by its first letter; p begins a process, f a file. */
  private static DeletedOpenFiles read(Reading reading) {
    List<Held> all = new ArrayList<>();
    Fields fields = new Fields();
    for (String line : reading.section(0).lines()) {
      String value = line.substring(1);
      switch (line.charAt(0)) {
        case 'p' -> {
          fields = new Fields();
          fields.pid = Cells.small(value, line);
        }
        case 'c' -> fields.command = value;
        case 'f' -> fields.file(value);
        case 't' -> fields.kind = value;
        case 's' -> fields.size = Cells.whole(value, line);
        case 'n' -> fields.held(line).ifPresent(all::add);
        default -> throw new UnreadableOutput("a field p, c, f, t, s or n", line);
      }
    }
    Set<String> seen = new HashSet<>();
    List<Held> once = all.stream().filter(held -> seen.add(held.path())).toList();
    return new DeletedOpenFiles(
        once.size(),
        once.stream().mapToLong(Held::sizeBytes).sum(),
        once.stream()
            .sorted(Comparator.comparingLong(Held::sizeBytes).reversed())
            .limit(FILES_MAX)
            .toList(),
        reading.cut());
  }

  /** What has been read of the current process and file. */
  private static final class Fields {
    private int pid = -1;
    private String command = "";
    private String descriptor = "";
    private String kind = "";
    private long size = -1;

    private void file(String value) {
      descriptor = value;
      kind = "";
      size = -1;
    }

    private Optional<Held> held(String line) {
      if (pid < 0 || descriptor.isEmpty() || kind.isEmpty()) {
        throw new UnreadableOutput("process, descriptor and kind before a name", line);
      }
      String path = line.substring(1).replaceFirst(" \\(deleted\\)$", "");
      boolean room =
          kind.equals("REG")
              && path.startsWith("/")
              && !path.matches("/(memfd:|dev/shm/|dev/zero|SYSV|proc/|anon_).*");
      if (room && size < 0) {
        throw new UnreadableOutput("a size before a name", line);
      }
      return room
          ? Optional.of(new Held(path, size, pid, command, descriptor, line))
          : Optional.empty();
    }
  }
}
