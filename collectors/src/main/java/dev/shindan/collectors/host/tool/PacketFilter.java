package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules by which a host lets packets through, and how many each rule has met since it was set.
 *
 * @param droppedPackets met by rules and policies that drop or reject; absent where not counted
 */
record PacketFilter(
    int chainCount, int ruleCount, Optional<Long> droppedPackets, List<Chain> chains) {
  private static final Pattern CHAIN =
      Pattern.compile(
          "Chain (\\S+) \\((?:policy (\\S+?)(?: (\\w+) packets, (\\w+) bytes)?|-?\\d+"
              + " references)\\)");
  private static final Set<List<String>> HEADINGS =
      Set.of(
          TextTable.heads("target prot opt source destination"),
          TextTable.heads("num target prot opt source destination"),
          TextTable.heads("pkts bytes target prot opt in out source destination"),
          TextTable.heads("num pkts bytes target prot opt in out source destination"));
  private static final Set<String> REFUSING = Set.of("DROP", "REJECT");

  /**
   * @param policy what becomes of packets that no rule met; absent for chains of one's own
   * @param packets that no rule met
   */
  record Chain(
      String name,
      Optional<String> policy,
      Optional<Long> packets,
      List<Rule> rules,
      String line) {}

  /**
   * @param target what becomes of a packet; empty when it is only counted
   * @param options what else must hold, as printed
   */
  record Rule(
      String target,
      String protocol,
      String source,
      String destination,
      String options,
      Optional<Long> packets,
      Optional<Long> bytes,
      boolean refuses,
      String line) {}

  static Question question() {
    return Question.fixed(
        "packet_filter",
        "Which packets the host drops or rejects, and how many.",
        PacketFilter.class,
        "packet_filter",
        Set.of(),
        PacketFilter::read,
        Command.privileged("/usr/sbin/iptables", "-w", "2", "-nvxL"));
  }

  private static PacketFilter read(Reading reading) {
    List<String> lines = reading.whole(0);
    List<Chain> chains = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher chain = CHAIN.matcher(lines.get(i));
      if (!chain.matches() || i + 1 >= lines.size()) {
        throw new UnreadableOutput("a chain and its heading", lines.get(i));
      }
      String line = lines.get(i);
      List<String> heads = TextTable.heads(lines.get(++i));
      if (!HEADINGS.contains(heads) || !heads.equals(TextTable.heads(lines.get(1)))) {
        throw new UnreadableOutput("a heading target … destination", lines.get(i));
      }
      List<Rule> rules = new ArrayList<>();
      while (i + 1 < lines.size() && !lines.get(i + 1).startsWith("Chain ")) {
        rules.add(rule(heads, lines.get(++i)));
      }
      chains.add(
          new Chain(
              chain.group(1),
              Optional.ofNullable(chain.group(2)),
              Optional.ofNullable(chain.group(3)).map(text -> Cells.human(text, 1000, line)),
              List.copyOf(rules),
              line));
    }
    return new PacketFilter(
        chains.size(),
        chains.stream().mapToInt(chain -> chain.rules().size()).sum(),
        dropped(chains),
        List.copyOf(chains));
  }

  private static Optional<Long> dropped(List<Chain> chains) {
    boolean counted =
        chains.stream()
            .allMatch(
                chain ->
                    (chain.policy().isEmpty() || chain.packets().isPresent())
                        && chain.rules().stream().allMatch(rule -> rule.packets().isPresent()));
    long byPolicy =
        chains.stream()
            .filter(chain -> REFUSING.contains(chain.policy().orElse("")))
            .mapToLong(chain -> chain.packets().orElse(0L))
            .sum();
    long byRule =
        chains.stream()
            .flatMap(chain -> chain.rules().stream())
            .filter(Rule::refuses)
            .mapToLong(rule -> rule.packets().orElse(0L))
            .sum();
    return counted ? Optional.of(byPolicy + byRule) : Optional.empty();
  }

  /** The target is blank in a rule that only counts. */
  private static Rule rule(List<String> heads, String line) {
    String[] cells = line.strip().split("\\s+");
    List<String> names = heads;
    int protocol = heads.indexOf("prot");
    boolean blank =
        cells.length > protocol
            && cells[protocol].matches("--|-f|!f")
            && heads.get(protocol + 1).equals("opt");
    if (blank) {
      names = new ArrayList<>(heads);
      names.remove("target");
    }
    List<String> open = new ArrayList<>(names);
    open.add("options");
    TextTable row = TextTable.openRow(open, line);
    if (!row.text("opt").matches("--|-f|!f")) {
      throw new UnreadableOutput("a rule", line);
    }
    String target = blank ? "" : row.text("target");
    return new Rule(
        target,
        row.text("prot"),
        row.text("source"),
        row.text("destination"),
        row.has("options") ? row.text("options").strip() : "",
        row.has("pkts") ? Optional.of(Cells.human(row.text("pkts"), 1000, line)) : Optional.empty(),
        row.has("bytes")
            ? Optional.of(Cells.human(row.text("bytes"), 1000, line))
            : Optional.empty(),
        REFUSING.contains(target),
        line);
  }
}
