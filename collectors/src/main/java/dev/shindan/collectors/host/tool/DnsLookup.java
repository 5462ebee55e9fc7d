package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the resolver of a host answers to a name.
 *
 * @param noServerReached no resolver answered at all
 */
record DnsLookup(boolean noServerReached, List<Lookup> lookups, List<String> lines) {
  private static final Pattern HEADER =
      Pattern.compile(";; ->>HEADER<<- opcode: (\\w+), status: (\\w+), id: (\\d{1,5})");
  private static final Pattern COUNTS =
      Pattern.compile(
          ";; flags: ?([a-z ]*); QUERY: (\\d+), ANSWER: (\\d+), AUTHORITY: (\\d+), ADDITIONAL:"
              + " (\\d+)");
  private static final Pattern RECORD =
      Pattern.compile("(\\S+)\\s+(\\d{1,10})\\s+(IN|CH|HS|ANY)\\s+([A-Z0-9]+)\\s+(\\S.*?)\\s*");
  private static final Pattern ASKED = Pattern.compile(";(\\S+)\\s+(IN|CH|HS)\\s+([A-Z0-9]+)\\s*");
  private static final Pattern TIME = Pattern.compile(";; Query time: (\\d{1,9}) msec");
  private static final String SERVER = ";; SERVER: ";
  private static final String NAME =
      "[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_-]{1,63}){0,9}\\.?";

  /** One record of an answer. */
  record Resource(String name, long timeToLiveSeconds, String kind, String content, String line) {}

  /**
   * The answer to one question.
   *
   * @param status in the words of the protocol: NOERROR, NXDOMAIN, SERVFAIL, REFUSED
   */
  record Lookup(
      String name,
      String kind,
      String status,
      int answerCount,
      int authorityCount,
      int additionalCount,
      Optional<Integer> queryMillis,
      Optional<String> server,
      List<Resource> answers,
      String line) {}

  static Question question() {
    return Question.fixed(
            "dns_lookup",
            "What the resolver of the host answers to a name, and how fast.",
            DnsLookup.class,
            "client_probe",
            Set.of(),
            DnsLookup::read,
            Command.of("/usr/bin/dig"))
        .asking(
            List.of(
                Argument.optionalText(
                    Peers.LOOKED_UP,
                    "a target of the inventory or an address of one; the root if absent",
                    NAME),
                Argument.oneOf(
                    "kind", "the kind of record", "A", "A", "AAAA", "CNAME", "NS", "SRV")),
            "/usr/bin/dig +tries=1 +time=3 -q NAME -t KIND",
            DnsLookup::commands)
        .keepingPart();
  }

  private static List<Command> commands(ToolCall call, CallContext context) {
    String name = call.arguments().getOrDefault("name", ".");
    String kind = name.equals(".") ? "NS" : call.arguments().getOrDefault("kind", "A");
    return List.of(Command.of("/usr/bin/dig", "+tries=1", "+time=3", "-q", name, "-t", kind));
  }

  private static DnsLookup read(Reading reading) {
    List<String> lines = reading.whole(0);
    List<String> silent =
        lines.stream()
            .filter(
                line ->
                    line.contains("no servers could be reached")
                        || line.contains("communications error"))
            .toList();
    List<Lookup> lookups = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher header = HEADER.matcher(lines.get(i));
      if (header.matches()) {
        lookups.add(lookup(header, lines, i));
      } else if (lines.get(i).contains("->>HEADER<<-")) {
        throw new UnreadableOutput("opcode, status and id", lines.get(i));
      }
    }
    if (lookups.isEmpty() && silent.isEmpty()) {
      throw new UnreadableOutput("an answer of dig", lines.getLast());
    }
    return new DnsLookup(lookups.isEmpty(), List.copyOf(lookups), silent);
  }

  private static Lookup lookup(Matcher header, List<String> lines, int at) {
    int end = at + 1;
    while (end < lines.size() && !lines.get(end).contains("->>HEADER<<-")) {
      end++;
    }
    List<String> body = lines.subList(at + 1, end);
    Matcher counts = found(COUNTS, body, "flags and counts", lines.get(at));
    Matcher asked = found(ASKED, body, "the question", lines.get(at));
    int answerCount = Cells.small(counts.group(3), lines.get(at));
    List<Resource> answers = answers(body);
    if (answers.size() != answerCount) {
      throw new UnreadableOutput(answerCount + " records of answer", lines.get(at));
    }
    return new Lookup(
        asked.group(1),
        asked.group(3),
        header.group(2),
        answerCount,
        Cells.small(counts.group(4), lines.get(at)),
        Cells.small(counts.group(5), lines.get(at)),
        body.stream()
            .map(TIME::matcher)
            .filter(Matcher::matches)
            .map(time -> Cells.small(time.group(1), time.group()))
            .findFirst(),
        body.stream()
            .filter(line -> line.startsWith(SERVER))
            .map(line -> line.substring(SERVER.length()).strip())
            .findFirst(),
        answers,
        lines.get(at));
  }

  private static Matcher found(
      Pattern pattern, List<String> lines, String expected, String otherwise) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .orElseThrow(() -> new UnreadableOutput(expected, otherwise));
  }

  private static List<Resource> answers(List<String> body) {
    List<Resource> answers = new ArrayList<>();
    boolean inside = false;
    for (String line : body) {
      if (line.startsWith(";")) {
        inside = line.startsWith(";; ANSWER SECTION");
      } else if (inside) {
        Matcher row = RECORD.matcher(line);
        if (!row.matches()) {
          throw new UnreadableOutput("a record", line);
        }
        answers.add(
            new Resource(
                row.group(1), Cells.whole(row.group(2), line), row.group(4), row.group(5), line));
      }
    }
    return List.copyOf(answers);
  }
}
