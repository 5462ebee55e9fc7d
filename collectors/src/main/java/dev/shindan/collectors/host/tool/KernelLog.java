package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.collectors.host.Command;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel said, with the messages that are known to matter sorted out.
 *
 * @param errorCount messages of level err or worse
 * @param entries the last hundred of level warn or worse
 */
record KernelLog(
    int entryCount,
    int errorCount,
    int warningCount,
    List<Entry> oomKills,
    List<Entry> ioErrors,
    List<Entry> readOnlyRemounts,
    List<Entry> filesystemErrors,
    List<Entry> conntrackFull,
    List<Entry> hungTasks,
    List<Entry> lockups,
    List<Entry> segfaults,
    List<Entry> synFloods,
    List<Entry> linkDowns,
    List<Entry> machineChecks,
    List<Entry> entries,
    boolean cut) {
  private static final int ENTRIES_MAX = 100;
  private static final Set<String> ERRORS = Set.of("emerg", "alert", "crit", "err");
  private static final Pattern LINE =
      Pattern.compile("([a-z0-9]{1,8}) *: ?([a-z]{1,6}) *: (\\S{1,40}) (.*)");

  /**
   * @param secondsAfterOnset negative before the onset
   */
  record Entry(
      Instant time,
      long ageSeconds,
      long secondsAfterOnset,
      String level,
      String message,
      String line) {}

  static Question question() {
    return Question.fixed(
            "kernel_log",
            "What the kernel reported: out-of-memory kills, disk errors, hung tasks and the like.",
            KernelLog.class,
            "kernel_log",
            Set.of(Coverage.ERRORS),
            _ -> {
              throw new IllegalStateException("read by answer");
            },
            Command.of("/usr/bin/dmesg", "--decode", "--time-format=iso"))
        .readBy(KernelLog::answer)
        .escalating()
        .ofKernel("/dev/kmsg");
  }

  private static ToolAnswer answer(Reading reading) {
    if (reading.section(0).lines().isEmpty()) {
      return new ToolAnswer.Empty("kernel ring buffer: it holds no message");
    }
    return ToolAnswer.Observed.of(facts(entries(reading), reading.cut()));
  }

  private static List<Entry> entries(Reading reading) {
    List<Entry> entries = new ArrayList<>();
    for (String line : reading.section(0).lines()) {
      Matcher found = LINE.matcher(line);
      if (found.matches()) {
        Instant time = time(found.group(3), line);
        entries.add(
            new Entry(
                time,
                reading.ageSeconds(time),
                reading.secondsAfterOnset(time),
                found.group(2),
                found.group(4),
                line));
      } else if (entries.isEmpty() || !line.startsWith(" ")) {
        // a message of several lines goes on indented
        throw new UnreadableOutput("facility, level and time", line);
      }
    }
    return entries;
  }

  /** dmesg writes the fraction after a comma. */
  private static Instant time(String text, String line) {
    try {
      return OffsetDateTime.parse(text.replace(',', '.')).toInstant();
    } catch (DateTimeException _) {
      throw new UnreadableOutput("an ISO time", line);
    }
  }

  private static KernelLog facts(List<Entry> all, boolean cut) {
    List<Entry> errors = all.stream().filter(entry -> ERRORS.contains(entry.level())).toList();
    List<Entry> notable =
        all.stream()
            .filter(entry -> ERRORS.contains(entry.level()) || entry.level().equals("warn"))
            .toList();
    return new KernelLog(
        all.size(),
        errors.size(),
        notable.size() - errors.size(),
        with(Sign.OOM_KILL, all),
        with(Sign.IO_ERROR, all),
        with(Sign.READ_ONLY_REMOUNT, all),
        with(Sign.FILESYSTEM_ERROR, all),
        with(Sign.CONNTRACK_FULL, all),
        with(Sign.HUNG_TASK, all),
        with(Sign.LOCKUP, all),
        with(Sign.SEGFAULT, all),
        with(Sign.SYN_FLOOD, all),
        with(Sign.LINK_DOWN, all),
        with(Sign.MACHINE_CHECK, all),
        last(notable),
        cut);
  }

  private static List<Entry> with(Sign sign, List<Entry> all) {
    return last(all.stream().filter(entry -> sign.in(entry.message())).toList());
  }

  private static List<Entry> last(List<Entry> entries) {
    return List.copyOf(entries.subList(Math.max(0, entries.size() - ENTRIES_MAX), entries.size()));
  }

  /**
   * What a message says that is worth a fact of its own.
   *
   * <p>Most messages say none of it, and a search for each expression in each of them took ten
   * times as long as all else: so words of which one must be there are looked for first.
   */
  private enum Sign {
    OOM_KILL(
        "Out of memory: Kill|Memory cgroup out of memory: Kill", "Out of memory", "out of memory"),
    IO_ERROR("I/O error|critical (medium|target) error", "I/O error", "critical "),
    READ_ONLY_REMOUNT(
        "[Rr]emounting filesystem read-only|Remounting.{0,200}read-only", "emounting"),
    FILESYSTEM_ERROR(
        "(EXT4|XFS|BTRFS)(-fs)?.{0,40}(error|corrupt)|[Mm]etadata corruption", "error", "corrupt"),
    CONNTRACK_FULL("nf_conntrack: table full", "nf_conntrack"),
    HUNG_TASK("blocked for more than \\d+ seconds", "blocked for more"),
    LOCKUP("soft lockup|hard LOCKUP|rcu.{0,20}stall", "lockup", "LOCKUP", "stall"),
    SEGFAULT("segfault at|general protection fault", "segfault", "protection fault"),
    SYN_FLOOD("Possible SYN flooding", "SYN flooding"),
    LINK_DOWN("[Ll]ink is [Dd]own|NIC Link is Down|link becomes not ready", "ink "),
    MACHINE_CHECK("Hardware Error|Machine check events logged", "Hardware", "Machine check");

    private final Pattern expression;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of strings
    private final List<String> oneOf;

    Sign(String expression, String... oneOf) {
      this.expression = Pattern.compile(expression);
      this.oneOf = List.of(oneOf);
    }

    boolean in(String message) {
      for (String word : oneOf) {
        if (message.contains(word)) {
          return expression.matcher(message).find();
        }
      }
      return false;
    }
  }
}
