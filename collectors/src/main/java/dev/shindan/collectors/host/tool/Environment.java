package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a host is a container, which shares its kernel with others, and what of the kernel it
 * sees as its own all the same.
 *
 * @param kind what keeps the container, as far as it can be told
 * @param ownFiles files of the kernel that are made for this container alone (lxcfs)
 * @param lines what tells that it is one
 */
record Environment(
    boolean container, Optional<String> kind, Set<String> ownFiles, List<String> lines) {
  private static final Pattern MOUNT = Pattern.compile("(\\S+) (/\\S*) (\\S+) (\\S+) \\d+ \\d+");
  private static final Pattern GROUP =
      Pattern.compile(
          ".*[/:-](docker|kubepods|containerd|lxc|libpod|crio|garden|machine)([/.:-].*|)");

  /** Left by those who keep containers. */
  private static final List<String> MARKS =
      List.of(
          "/.dockerenv",
          "/run/.containerenv",
          "/run/systemd/container",
          "/run/host/container-manager");

  static Question question() {
    List<String> marks = new ArrayList<>(List.of("/usr/bin/ls", "-d"));
    marks.addAll(MARKS);
    return Question.fixed(
            "environment",
            "Whether the host is a container that shares its kernel with others.",
            Environment.class,
            "config",
            Set.of(),
            Environment::read,
            Command.of("/usr/bin/cat", "/proc/mounts"),
            Command.of("/usr/bin/cat", "/proc/1/cgroup"),
            new Command(marks, false),
            Command.of("/usr/bin/systemd-detect-virt", "--container"))
        .keepingPart()
        .doingItsBest();
  }

  private static Environment read(Reading reading) {
    List<String> lines = new ArrayList<>();
    Set<String> own = new TreeSet<>();
    for (String line : reading.whole(0)) {
      Matcher mount = MOUNT.matcher(line);
      if (!mount.matches()) {
        throw new UnreadableOutput("a mount", line);
      }
      if (mount.group(3).equals("fuse.lxcfs") && mount.group(2).startsWith("/proc/")) {
        own.add(mount.group(2));
      }
    }
    Optional<String> kind = Optional.empty();
    for (String line : reading.section(1).lines()) {
      Matcher group = GROUP.matcher(line);
      if (!line.matches("\\d+:[^:]*:/.*")) {
        throw new UnreadableOutput("a control group", line);
      }
      if (group.matches()) {
        kind = Optional.of(group.group(1));
        lines.add(line);
      }
    }
    for (String line : reading.section(2).lines()) {
      if (!MARKS.contains(line.strip())) {
        throw new UnreadableOutput("a mark of a container", line);
      }
      lines.add(line);
    }
    for (String line : reading.section(3).lines()) {
      if (!line.matches("[a-z0-9-]{1,32}")) {
        throw new UnreadableOutput("a kind of container or none", line);
      }
      if (!line.equals("none")) {
        kind = Optional.of(line);
        lines.add(line);
      }
    }
    return new Environment(!lines.isEmpty(), kind, own, List.copyOf(lines));
  }
}
