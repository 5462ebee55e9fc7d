package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.collectors.host.FuzzReport;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No output breaks a reader or holds it up. {@code -Dfuzz.mutations=100000} tries as many damaged
 * outputs of each tool, spread evenly over its recordings.
 */
@Execution(ExecutionMode.CONCURRENT) // by ./dev fuzz alone
final class DamagedOutputTest {
  private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 2000);

  /** Lines of each recording that are stretched. */
  private static final int STRETCHED = Math.max(20, MUTATIONS / 500);

  private static final int STRETCHED_CHARACTERS = 100_000;

  /** For the longest output there can be; a reader needs a small part of it. */
  private static final Duration LONG_OUTPUT_MAX = Duration.ofSeconds(20);

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  static List<Tool> tools() {
    return Golden.tools();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void mutatedOutputNeverThrowsNorHangs(Tool tool) {
    List<Golden> goldens = Golden.of(tool);
    assertThat(goldens).isNotEmpty();
    List<String> texts = goldens.stream().map(Golden::text).toList();
    long seed = tool.spec().name().hashCode();
    Random random = new Random(seed);
    Map<String, Integer> outcomes = new TreeMap<>();
    AtomicLong cpuNanos = new AtomicLong();
    long began = System.nanoTime();
    assertTimeoutPreemptively(
        Duration.ofMillis(Math.max(120_000, MUTATIONS * 20L)),
        () -> {
          long cpuBefore = CPU.getCurrentThreadCpuTime();
          for (int i = 0; i < MUTATIONS; i++) {
            int which = i % goldens.size();
            String mutated = Mutation.of(texts.get(which), random);
            ToolAnswer answer = goldens.get(which).read(mutated);
            if (!(answer instanceof ToolAnswer.Observed
                || answer instanceof ToolAnswer.Failed
                || answer instanceof ToolAnswer.Empty)) {
              throw new AssertionError("seed %d, mutation %d: %s".formatted(seed, i, answer));
            }
            outcomes.merge(answer.getClass().getSimpleName(), 1, Integer::sum);
          }
          cpuNanos.set(CPU.getCurrentThreadCpuTime() - cpuBefore);
        });
    report(
        tool,
        "%d damaged outputs of %d recordings %s, %.1f s of processor time"
            .formatted(MUTATIONS, goldens.size(), outcomes, cpuNanos.get() / 1e9),
        began);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void theLongestOutputHoldsNoReaderUp(Tool tool) {
    Random random = new Random(tool.spec().name().hashCode());
    long began = System.nanoTime();
    int tried = 0;
    for (Golden golden : Golden.of(tool)) {
      for (String output : longOutputs(golden.text(), random)) {
        String first = output.lines().findFirst().orElse("");
        assertTimeoutPreemptively(
            LONG_OUTPUT_MAX,
            () -> golden.read(output),
            () -> golden + ", first line: " + first.substring(0, Math.min(200, first.length())));
        tried++;
      }
    }
    report(tool, tried + " outputs of great length", began);
  }

  /** The text again and again, one of its lines again and again, and lines that are drawn out. */
  private static List<String> longOutputs(String text, Random random) {
    List<String> lines = text.lines().toList();
    List<String> outputs = new ArrayList<>();
    outputs.add(filledUp("", text));
    outputs.add(filledUp(text, lines.getLast() + "\n"));
    outputs.add(filledUp(text, lines.get(lines.size() / 2) + "\n"));
    outputs.add(filledUp("", lines.getLast()));
    for (int i = 0; i < STRETCHED; i++) {
      // one character, as a search that begins again at each of them fears it, or a few in turn
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + (i % 2 == 0 ? 1 : 1 + random.nextInt(12)));
      String drawn = text.substring(at, end);
      if (!drawn.contains("\n")) {
        outputs.add(
            text.substring(0, at)
                + drawn.repeat(STRETCHED_CHARACTERS / drawn.length())
                + text.substring(at));
      }
    }
    return outputs;
  }

  private static String filledUp(String start, String more) {
    int times = (RawOutput.BYTES_MAX - start.length()) / Math.max(1, more.length());
    return start + more.repeat(Math.max(0, times)) + "\n";
  }

  private void report(Tool tool, String what, long beganNanos) {
    FuzzReport.line(
        getClass(),
        "%-18s %s; %.1f s"
            .formatted(tool.spec().name(), what, (System.nanoTime() - beganNanos) / 1e9));
  }
}
