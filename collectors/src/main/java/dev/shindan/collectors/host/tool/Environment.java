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
  private static final String MOUNTS = "/proc/mounts";
  private static final String GROUPS = "/proc/1/cgroup";

  /** Left by those who keep containers; some of these files name the kind, others are empty. */
  private static final List<String> MARKS =
      List.of(
          "/.dockerenv",
          "/run/.containerenv",
          "/run/systemd/container",
          "/run/host/container-manager");

  /** lxcfs makes it for each container only when told to, which cannot be seen from inside. */
  private static final String LOAD = "/proc/loadavg";

  private static final Pattern MOUNT = Pattern.compile("(\\S+) (/\\S*) (\\S+) (\\S+) \\d+ \\d+");
  private static final Pattern GROUP =
      Pattern.compile(
          "\\d+:[^:]*:(?:/.*[/:-]|/)(docker|kubepods|containerd|lxc|libpod|crio|garden)([/.:-].*|)");

  static Question question() {
    List<String> argv = new ArrayList<>(List.of("/usr/bin/find"));
    argv.addAll(MARKS);
    argv.addAll(List.of(GROUPS, MOUNTS, "-maxdepth", "0", "-print"));
    argv.addAll(List.of("-exec", "/usr/bin/grep", "-Hs", "", "{}", ";"));
    return Question.fixed(
            "environment",
            "Whether the host is a container that shares its kernel with others.",
            Environment.class,
            "config",
            Set.of(),
            Environment::read,
            new Command(argv, false))
        .keepingPart();
  }

  /** The path of each file that is there, then its lines with the path before them. */
  private static Environment read(Reading reading) {
    List<String> lines = new ArrayList<>();
    Set<String> own = new TreeSet<>();
    Optional<String> kind = Optional.empty();
    List<String> all = reading.whole(0);
    for (String line : all) {
      if (line.startsWith(MOUNTS + ":")) {
        ownFile(line.substring(MOUNTS.length() + 1), line).ifPresent(own::add);
      } else if (line.startsWith(GROUPS + ":")) {
        Matcher group = GROUP.matcher(line.substring(GROUPS.length() + 1));
        if (group.matches()) {
          kind = Optional.of(group.group(1));
          lines.add(line);
        }
      } else if (MARKS.stream().anyMatch(line::startsWith)) {
        lines.add(line);
        int colon = line.indexOf(':');
        kind =
            colon > 0 && line.startsWith("/run/") ? Optional.of(line.substring(colon + 1)) : kind;
      } else if (!line.equals(MOUNTS) && !line.equals(GROUPS)) {
        throw new UnreadableOutput("a file that tells of containers", line);
      }
    }
    if (!all.contains(MOUNTS)) {
      throw new UnreadableOutput(MOUNTS, all.getLast());
    }
    return new Environment(!lines.isEmpty(), kind, own, List.copyOf(lines));
  }

  private static Optional<String> ownFile(String text, String line) {
    Matcher mount = MOUNT.matcher(text);
    if (!mount.matches()) {
      throw new UnreadableOutput("a mount", line);
    }
    boolean own =
        mount.group(3).equals("fuse.lxcfs")
            && mount.group(2).startsWith("/proc/")
            && !mount.group(2).equals(LOAD);
    return own ? Optional.of(mount.group(2)) : Optional.empty();
  }
}
