package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tree of processes, with what each waits for and what keeps it apart from the others.
 *
 * @param containedCount processes that live in namespaces of their own
 * @param waitingFor how many processes in uninterruptible sleep wait in which kernel function
 * @param truncated whether there are more processes than rows
 */
record ProcessDetail(
    int processCount,
    int containedCount,
    Map<String, Integer> waitingFor,
    List<Detail> processes,
    boolean truncated) {
  private static final int ROWS_MAX = 200;
  private static final Pattern ROW =
      Pattern.compile(
          "\\s*(\\d+)\\s+(\\d+)\\s+(\\S+)\\s+([A-Z]\\S*)\\s+(\\d+)\\s+(-?\\d+|-)\\s+(\\S+)\\s+"
              + "(\\d+|-)\\s+(\\d+|-)\\s+(\\d+|-)\\s+(\\S+)\\s+(\\S.*?)\\s*");

  /**
   * @param depth in the tree: 0 for one whose parent is not shown
   * @param nice absent for real-time processes
   * @param network number of its network namespace; absent where we may not see it
   * @param controlGroup the last of its control groups, as printed
   */
  record Detail(
      int pid,
      int parent,
      int depth,
      String user,
      String state,
      int threads,
      Optional<Integer> nice,
      Optional<String> waitChannel,
      Optional<String> network,
      Optional<String> mounts,
      Optional<String> processes,
      Optional<String> controlGroup,
      String command,
      String line) {}

  static Question question() {
    return Question.fixed(
            "process_detail",
            "Which process was started by which, what it waits for, and in which control group and"
                + " namespaces it lives.",
            ProcessDetail.class,
            "process_table",
            Set.of(),
            ProcessDetail::read,
            Command.of("/usr/bin/ps"))
        .asking(
            List.of(
                new Argument(
                    "pid",
                    "one process; all of them if absent",
                    Pattern.compile("[1-9][0-9]{0,6}"),
                    List.of(),
                    1,
                    0,
                    Optional.empty(),
                    false)),
            "/usr/bin/ps -e|-p PID -o"
                + " pid=,ppid=,user:32=,stat=,nlwp=,nice=,wchan:32=,netns=,mntns=,"
                + "pidns=,cgroup:200=,comm:64=",
            ProcessDetail::commands);
  }

  private static List<Command> commands(ToolCall call, CallContext context) {
    String pid = call.arguments().get("pid");
    List<String> argv = new ArrayList<>(List.of("/usr/bin/ps"));
    argv.addAll(pid == null ? List.of("-e") : List.of("-p", pid));
    argv.addAll(
        List.of(
            "-o",
            "pid=,ppid=,user:32=,stat=,nlwp=,nice=,wchan:32=,netns=,mntns=,pidns=,cgroup:200=,comm:64="));
    return List.of(new Command(argv, false));
  }

  private static ProcessDetail read(Reading reading) {
    List<String> lines = reading.whole(0);
    Map<Integer, Integer> parents = new HashMap<>();
    List<Matcher> rows = new ArrayList<>();
    for (String line : lines) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        throw new UnreadableOutput("a row of ps", line);
      }
      parents.put(Cells.small(row.group(1), line), Cells.small(row.group(2), line));
      rows.add(row);
    }
    List<Detail> all = rows.stream().map(row -> detail(row, parents)).toList();
    Optional<String> first =
        all.stream()
            .filter(row -> row.pid() == 1)
            .flatMap(row -> row.processes().stream())
            .findFirst();
    Map<String, Integer> waiting = new TreeMap<>();
    all.stream()
        .filter(row -> row.state().startsWith("D"))
        .forEach(row -> waiting.merge(row.waitChannel().orElse("-"), 1, Integer::sum));
    return new ProcessDetail(
        all.size(),
        (int)
            all.stream()
                .filter(row -> first.isPresent() && row.processes().isPresent())
                .filter(row -> !row.processes().equals(first))
                .count(),
        waiting,
        List.copyOf(all.subList(0, Math.min(ROWS_MAX, all.size()))),
        all.size() > ROWS_MAX);
  }

  private static Detail detail(Matcher row, Map<Integer, Integer> parents) {
    String line = row.group();
    int pid = Cells.small(row.group(1), line);
    return new Detail(
        pid,
        Cells.small(row.group(2), line),
        depth(pid, parents),
        row.group(3),
        row.group(4),
        Cells.small(row.group(5), line),
        known(row.group(6)).map(text -> Cells.small(text, line)),
        known(row.group(7)),
        known(row.group(8)),
        known(row.group(9)),
        known(row.group(10)),
        known(row.group(11)),
        row.group(12),
        line);
  }

  private static Optional<String> known(String cell) {
    return cell.equals("-") ? Optional.empty() : Optional.of(cell);
  }

  /** Bounded, since a spoilt table may hold a circle. */
  private static int depth(int pid, Map<Integer, Integer> parents) {
    int depth = 0;
    Integer above = parents.get(pid);
    while (above != null && parents.containsKey(above) && depth < parents.size()) {
      depth++;
      above = parents.get(above);
    }
    return depth;
  }
}
