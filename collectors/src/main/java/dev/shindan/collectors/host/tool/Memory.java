package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the memory of a host is used, by {@code /proc/meminfo}; {@code free} says less, and what it
 * does not say is absent.
 *
 * @param availableBytes what can be given to programs without swapping, by the kernel's estimate
 * @param lines the raw line of each fact that was read
 */
record Memory(
    long totalBytes,
    long freeBytes,
    Optional<Long> availableBytes,
    Optional<Double> availablePercent,
    Optional<Long> buffersBytes,
    Optional<Long> cachedBytes,
    Optional<Long> anonymousBytes,
    long sharedBytes,
    Optional<Long> slabBytes,
    Optional<Long> slabUnreclaimableBytes,
    Optional<Long> dirtyBytes,
    Optional<Long> writebackBytes,
    long swapTotalBytes,
    long swapFreeBytes,
    long swapUsedBytes,
    double swapUsedPercent,
    Optional<Long> committedBytes,
    Optional<Long> commitLimitBytes,
    Optional<Double> committedPercent,
    Map<String, String> lines) {
  private static final Pattern ENTRY =
      Pattern.compile("([A-Za-z0-9_()]+):\\s+([0-9]{1,15})( kB)?\\s*");

  static Question question() {
    return Question.fixed(
            "memory",
            "How much memory and swap is used, and for what.",
            Memory.class,
            "meminfo",
            Set.of(Coverage.SATURATION),
            Memory::read,
            Command.of("/usr/bin/cat", "/proc/meminfo"))
        .ofKernel("/proc/meminfo");
  }

  private static Memory read(Reading reading) {
    String first = reading.whole(0).getFirst();
    if (first.startsWith(" ") && first.contains(" total ")) {
      return FreeTable.read(reading.whole(0));
    }
    Entries entries = entries(reading);
    long total = entries.bytes("MemTotal", "totalBytes");
    // kernels before 3.14 do not estimate it
    Optional<Long> available = entries.optional("MemAvailable", "availableBytes");
    long swapTotal = entries.bytes("SwapTotal", "swapTotalBytes");
    long swapFree = entries.bytes("SwapFree", "swapFreeBytes");
    long committed = entries.bytes("Committed_AS", "committedBytes");
    long limit = entries.bytes("CommitLimit", "commitLimitBytes");
    return new Memory(
        total,
        entries.bytes("MemFree", "freeBytes"),
        available,
        available.map(bytes -> Cells.percent(bytes.longValue(), total)),
        Optional.of(entries.bytes("Buffers", "buffersBytes")),
        Optional.of(entries.bytes("Cached", "cachedBytes")),
        Optional.of(entries.bytes("AnonPages", "anonymousBytes")),
        entries.bytes("Shmem", "sharedBytes"),
        Optional.of(entries.bytes("Slab", "slabBytes")),
        Optional.of(entries.bytes("SUnreclaim", "slabUnreclaimableBytes")),
        Optional.of(entries.bytes("Dirty", "dirtyBytes")),
        Optional.of(entries.bytes("Writeback", "writebackBytes")),
        swapTotal,
        swapFree,
        swapTotal - swapFree,
        Cells.percent(swapTotal - swapFree, swapTotal),
        Optional.of(committed),
        Optional.of(limit),
        Optional.of(Cells.percent(committed, limit)),
        new TreeMap<>(entries.quoted()));
  }

  private static Entries entries(Reading reading) {
    Map<String, String> byName = new HashMap<>();
    for (String line : reading.whole(0)) {
      Matcher entry = ENTRY.matcher(line);
      if (!entry.matches()) {
        throw new UnreadableOutput("a line of /proc/meminfo", line);
      }
      byName.put(entry.group(1), line);
    }
    return new Entries(byName, new HashMap<>());
  }

  /** Lines by the kernel's name, and those quoted so far by the name of the fact. */
  private record Entries(Map<String, String> byName, Map<String, String> quoted) {
    Optional<Long> optional(String name, String fact) {
      return byName.containsKey(name) ? Optional.of(bytes(name, fact)) : Optional.empty();
    }

    long bytes(String name, String fact) {
      String line = byName.get(name);
      if (line == null) {
        throw new UnreadableOutput("a line " + name, "none");
      }
      quoted.put(fact, line);
      Matcher entry = ENTRY.matcher(line);
      if (!entry.matches()) {
        throw new UnreadableOutput("a line of /proc/meminfo", line);
      }
      return Cells.whole(entry.group(2), line) * 1024;
    }
  }
}
