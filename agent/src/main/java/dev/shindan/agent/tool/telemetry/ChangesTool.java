package dev.shindan.agent.tool.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.ChangeSource;
import dev.shindan.agent.source.Changes;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Since when, and what changed: everything done on purpose before an onset, ranked. */
public final class ChangesTool implements Tool {
  /** The name of the tool. */
  public static final String NAME = "changes";

  private static final int CHANGES_MAX = 2000;

  private final List<ChangeSource> sources;
  private final Inventory inventory;
  private final ToolSpec spec =
      new ToolSpec(
          NAME,
          "What was deployed, committed or announced shortly before the onset, and how near is it?",
          List.of(Around.minutes(180)),
          "all changes from ONSET-MINUTES until now",
          ChangesFacts.class,
          new Basis("change_log"),
          Set.of(),
          Duration.ofSeconds(60),
          Cost.LIGHT);

  public ChangesTool(List<ChangeSource> sources, Inventory inventory) {
    this.sources = List.copyOf(sources);
    this.inventory = inventory;
  }

  /** The first line of the output; a change stands on each of the others. */
  record Header(boolean complete, List<String> searched, List<String> notes) {
    Header {
      searched = List.copyOf(searched);
      notes = List.copyOf(notes);
    }
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public boolean appliesTo(Target target) {
    return inventory.find(target.name()).isPresent();
  }

  @Override
  public Optional<String> check() {
    List<String> problems =
        sources.stream().map(ChangeSource::check).flatMap(Optional::stream).toList();
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    Window window = Around.both(call, context);
    long deadline = System.nanoTime() + context.timeout().toNanos();
    List<Change> changes = new ArrayList<>();
    List<String> searched = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Optional<Changes.Unavailable> failure = Optional.empty();
    boolean complete = true;
    for (ChangeSource source : sources) {
      Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
      switch (source.find(window, left)) {
        case Changes.Unavailable not -> {
          failure = Optional.of(not);
          notes.add("not answered: " + not.detail());
        }
        case Changes.Found found -> {
          changes.addAll(found.changes());
          searched.add(found.searched());
          complete &= found.complete();
        }
      }
    }
    if (changes.isEmpty()) {
      String where = String.join(" and ", searched);
      return new Fetched.Settled(
          failure
              .<ToolAnswer>map(not -> ToolAnswer.unavailable(not.reason(), not.detail()))
              .orElse(
                  new ToolAnswer.Empty(
                      "changes in %s from %s to %s"
                          .formatted(where, window.start(), window.end()))));
    }
    Header header =
        new Header(complete && failure.isEmpty() && changes.size() <= CHANGES_MAX, searched, notes);
    StringBuilder text = new StringBuilder(Json.write(header)).append('\n');
    changes.stream()
        .sorted(Comparator.comparing(Change::at))
        .limit(CHANGES_MAX)
        .forEach(change -> text.append(Json.write(change)).append('\n'));
    return new Fetched.Output(RawOutput.of(text.toString()));
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    List<String> lines = raw.text().lines().toList();
    Optional<Header> header =
        lines.isEmpty() ? Optional.empty() : parsed(lines.getFirst(), Header.class);
    if (header.isEmpty()) {
      return new ToolAnswer.Failed(
          FailureKind.UNREADABLE, "the changes have no readable first line");
    }
    return ToolAnswer.Observed.of(
        new ChangeRanking(inventory, call.target(), Around.onset(context))
            .facts(header.get(), lines));
  }

  static <T> Optional<T> parsed(String line, Class<T> type) {
    try {
      return Optional.ofNullable(Json.MAPPER.readValue(line, type));
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException broken) {
      return Optional.empty();
    }
  }
}
