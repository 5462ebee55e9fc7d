package dev.shindan.agent.tool;

import dev.shindan.agent.model.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds lines in what an earlier call of the same investigation printed. */
public final class SearchOutput implements Tool {
  /** The name of the tool. */
  public static final String NAME = "search_output";

  private static final int SHOWN_MAX = 10;
  private static final int SHOWN_CHARACTERS_MAX = 150;
  private static final int KEPT_CHARACTERS_MAX = 200_000;

  private final StoredOutputs outputs;
  private final ToolSpec spec =
      new ToolSpec(
          NAME,
          "Which lines of the raw output of an earlier entry hold these words?",
          List.of(
              new Argument(
                  "entry",
                  "number of the entry whose output is searched",
                  java.util.regex.Pattern.compile("[0-9]{1,9}"),
                  List.of(),
                  1,
                  999_999_999,
                  Optional.empty(),
                  true),
              Argument.optionalText(
                  "pattern",
                  "words that the lines must hold, without regard to case",
                  "[^\\p{Cntrl}]{1,200}"),
              Argument.number("from", "number of the first line, counted from 1", 1, 1, 9_999_999),
              Argument.number("lines", "lines to look through from there", 100_000, 1, 100_000)),
          "the stored output of ENTRY, lines FROM to FROM + LINES with PATTERN",
          SearchOutputFacts.class,
          new Basis("stored_output"),
          Set.of(),
          Duration.ofHours(1),
          Cost.LIGHT);

  public SearchOutput(StoredOutputs outputs) {
    this.outputs = outputs;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public boolean appliesTo(Target target) {
    return true;
  }

  /** The first line says what was searched; the others are {@code NUMBER: LINE}. */
  @Override
  public Fetched fetch(ToolCall call, CallContext context) {
    long entry = number(call, "entry", 0);
    Optional<RawOutput> stored = outputs.find(context.investigation(), entry);
    if (stored.isEmpty()) {
      return new Fetched.Settled(
          new ToolAnswer.Denied("entry #" + entry + " has no raw output in this investigation"));
    }
    List<String> all = stored.get().text().lines().toList();
    String words = call.arguments().getOrDefault("pattern", "").toLowerCase(Locale.ROOT);
    long from = number(call, "from", 1);
    long last = from + number(call, "lines", 100_000) - 1;
    StringBuilder found = new StringBuilder();
    int matching = 0;
    for (int i = 0; i < all.size(); i++) {
      boolean inside = i + 1 >= from && i + 1 <= last;
      if (inside && all.get(i).toLowerCase(Locale.ROOT).contains(words)) {
        matching++;
        if (found.length() + all.get(i).length() < KEPT_CHARACTERS_MAX) {
          found.append(i + 1).append(": ").append(all.get(i)).append('\n');
        }
      }
    }
    if (matching == 0) {
      return new Fetched.Settled(
          new ToolAnswer.Empty(
              "'%s' in lines %d to %d of the %d lines of entry #%d"
                  .formatted(words, from, Math.min(last, all.size()), all.size(), entry)));
    }
    String head =
        "%d of %d lines%s"
            .formatted(matching, all.size(), stored.get().omittedBytes() > 0 ? " cut" : "");
    return new Fetched.Output(RawOutput.of(head + "\n" + found));
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    List<String> lines = raw.text().lines().toList();
    String[] head = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", 5);
    if (head.length < 4 || !head[0].matches("\\d{1,8}") || !head[2].matches("\\d{1,8}")) {
      return new ToolAnswer.Failed(FailureKind.UNREADABLE, "the first line says no counts");
    }
    List<SearchOutputFacts.Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(": ");
      if (rows.size() < SHOWN_MAX && colon > 0 && line.substring(0, colon).matches("\\d{1,8}")) {
        String text = line.substring(colon + 2);
        rows.add(
            new SearchOutputFacts.Row(
                Integer.parseInt(line.substring(0, colon)),
                text.substring(0, Math.min(SHOWN_CHARACTERS_MAX, text.length()))));
      }
    }
    return ToolAnswer.Observed.of(
        new SearchOutputFacts(
            number(call, "entry", 0),
            Integer.parseInt(head[2]),
            Integer.parseInt(head[0]),
            rows,
            head.length == 5));
  }

  private static long number(ToolCall call, String argument, long otherwise) {
    String given = call.arguments().get(argument);
    return given == null ? otherwise : Long.parseLong(given);
  }
}
