package dev.shindan.agent.tool;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What changed in all metrics of a target around the onset, computed by code.
 *
 * <p>Histogram buckets are not fetched: their sums and counts give the mean. Thread-safe.
 */
public final class MetricChanges implements Tool {
  /** The name of the tool. */
  public static final String NAME = "metric_changes";

  private final MetricSource source;
  private final Inventory inventory;
  private final MetricChangesSettings settings;
  private final ToolSpec spec;

  public MetricChanges(MetricSource source, Inventory inventory, MetricChangesSettings settings) {
    this.source = source;
    this.inventory = inventory;
    this.settings = settings;
    this.spec =
        new ToolSpec(
            NAME,
            "Which metrics of this target changed around the onset, by how much, and when?",
            List.of(
                MetricArguments.minutes("minutes before the onset to compare with", settings),
                Argument.number("top", "changes to list, the weightiest first", 8, 1, 30),
                Argument.optionalText(
                    "metric", "only metrics whose name begins so", MetricArguments.NAME_PATTERN)),
            MetricArguments.selector("__name__!~\".*_bucket\"", settings),
            MetricChangesFacts.class,
            new Basis("metric"),
            // What is measured differs from target to target, so no coverage can be promised.
            Set.of(),
            Duration.ofSeconds(60),
            Cost.LIGHT);
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
    return source.check();
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    Optional<Target> target = inventory.find(call.target());
    if (target.isEmpty()) {
      return settled(new ToolAnswer.Denied(call.target() + " is not in the inventory"));
    }
    Window window = window(call, context);
    Duration step = step(window);
    Gathered gathered = new Gathered();
    for (String label : settings.addressLabels()) {
      List<LabelMatcher> matchers = matchers(label, addressPattern(target.get()), call);
      Selection selection = source.select(matchers, window, step, context.timeout());
      if (Thread.interrupted()) {
        throw new InterruptedException("the metric store was being asked");
      }
      switch (selection) {
        case Selection.Unavailable why -> {
          return settled(ToolAnswer.unavailable(why.reason(), why.detail()));
        }
        case Selection.Found found -> gathered.add(inWords(matchers), found, window);
      }
    }
    return gathered.fetched(window, step, context.onset());
  }

  /** What the selections by each label found together, every series once. */
  private static final class Gathered {
    private final Map<Map<String, String>, Series> series = new LinkedHashMap<>();
    private final List<String> selectors = new ArrayList<>();
    private boolean complete = true;
    private String origin = "";

    void add(String selector, Selection.Found found, Window window) {
      selectors.add(selector);
      found.series().forEach(one -> series.putIfAbsent(one.labels(), one.within(window)));
      complete &= found.complete();
      origin = found.origin();
    }

    /** What a store left out may be what was asked for, so that nothing is then no answer. */
    private ToolAnswer nothing(Window window) {
      String asked =
          "series %s in %s from %s to %s"
              .formatted(String.join(" or ", selectors), origin, window.start(), window.end());
      if (!complete) {
        return new ToolAnswer.Failed(
            FailureKind.UNREADABLE, "the store left something out and gave nothing: " + asked);
      }
      return new ToolAnswer.Empty(
          series.isEmpty() ? asked : "samples of " + series.size() + " " + asked);
    }

    Fetched fetched(Window window, Duration step, Instant onset) {
      if (series.values().stream().allMatch(one -> one.values().length == 0)) {
        return settled(nothing(window));
      }
      SeriesLines.Header header =
          new SeriesLines.Header(
              window.start().toEpochMilli(),
              window.end().toEpochMilli(),
              onset.toEpochMilli(),
              step.toMillis(),
              origin,
              selectors,
              complete);
      return new Fetched.Output(SeriesLines.write(header, List.copyOf(series.values())));
    }
  }

  /** The comparison of a window that begins with the onset would call everything steady. */
  private static Optional<ToolAnswer> nothingBefore(SeriesLines lines) {
    long onset = lines.header().onset();
    OptionalLong first =
        lines.series().stream().flatMapToLong(one -> Arrays.stream(one.epochMillis())).min();
    if (first.isPresent() && first.getAsLong() < onset) {
      return Optional.empty();
    }
    return Optional.of(
        new ToolAnswer.Empty(
            "samples before the onset %s in %s, to compare with: %s"
                .formatted(
                    Instant.ofEpochMilli(onset),
                    lines.header().origin(),
                    first.isPresent()
                        ? "the first is of " + Instant.ofEpochMilli(first.getAsLong())
                        : "there is none at all")));
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    Optional<SeriesLines> lines = SeriesLines.read(raw.text());
    if (lines.isEmpty()) {
      return new ToolAnswer.Failed(
          FailureKind.UNREADABLE, "the recorded series have no readable first line");
    }
    if (lines.get().series().isEmpty()) {
      return new ToolAnswer.Failed(
          FailureKind.UNREADABLE, "none of the recorded series can be read");
    }
    Optional<ToolAnswer> nothing = nothingBefore(lines.get());
    if (nothing.isPresent()) {
      return nothing.get();
    }
    int top = Integer.parseInt(call.arguments().getOrDefault("top", "8"));
    return ToolAnswer.Observed.of(
        new ChangeReport(lines.get(), settings.addressLabels()).facts(top));
  }

  /** Patterns are anchored at both ends by the store. */
  private static String addressPattern(Target target) {
    Set<String> names = new TreeSet<>(target.addresses());
    names.add(target.name());
    return names.stream()
        .map(name -> name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name)
        .map(name -> name.replaceAll("[^A-Za-z0-9_-]", "\\\\$0"))
        .collect(Collectors.joining("|", "(", ")(:[0-9]+)?"));
  }

  private Window window(ToolCall call, CallContext context) {
    int minutes =
        Integer.parseInt(
            call.arguments().getOrDefault("minutes", Integer.toString(settings.minutesBefore())));
    // An onset that our clock has not reached yet is a clock apart, not a window upside down.
    Instant onset = context.onset().isAfter(context.now()) ? context.now() : context.onset();
    return new Window(onset.minusSeconds(minutes * 60L), context.now());
  }

  private Duration step(Window window) {
    long millis = window.length().toMillis() / settings.pointsMax() + 1;
    return millis <= settings.stepMin().toMillis()
        ? settings.stepMin()
        : Duration.ofSeconds((millis + 999) / 1000);
  }

  private static List<LabelMatcher> matchers(String label, String addresses, ToolCall call) {
    List<LabelMatcher> matchers = new ArrayList<>();
    matchers.add(LabelMatcher.matching(label, addresses));
    matchers.add(new LabelMatcher("__name__", LabelMatcher.Operator.NOT_MATCHES, ".*_bucket"));
    String prefix = call.arguments().get("metric");
    if (prefix != null) {
      matchers.add(LabelMatcher.matching("__name__", prefix + ".*"));
    }
    return matchers;
  }

  private static String inWords(List<LabelMatcher> matchers) {
    return matchers.stream()
        .map(
            matcher ->
                matcher.label()
                    + (matcher.operator() == LabelMatcher.Operator.MATCHES ? "=~" : "!~")
                    + matcher.value())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static Fetched settled(ToolAnswer answer) {
    return new Fetched.Settled(answer);
  }
}
