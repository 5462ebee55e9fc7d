package dev.shindan.evals.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.shindan.agent.signal.MetricReduction;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** How long 100,000 series take to be reduced to those of an incident, and how much memory. */
final class ReductionSpeed implements Measurement {
  private static final int[] SERIES = {12_500, 25_000, 50_000, 100_000};
  private static final int SAMPLES = 120;
  private static final int ONSET = 80;
  private static final int CHANGED_EACH = 50;

  @Override
  public Measured measure() {
    MetricReduction.of(series(SERIES[0]));
    Growth growth =
        new Growth(
            "metric reduction: series of %d samples, seconds of all cores".formatted(SAMPLES));
    double seconds = 0;
    double processorSeconds = 0;
    int kept = 0;
    for (int count : SERIES) {
      double[][] series = series(count);
      long start = System.nanoTime();
      long processorStart = processorNanos();
      kept = MetricReduction.of(series).kept().size();
      seconds = (System.nanoTime() - start) / 1e9;
      processorSeconds = (processorNanos() - processorStart) / 1e9;
      growth.add(count, processorSeconds);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("reductionSeries", SERIES[SERIES.length - 1]);
    figures.put("reductionSamples", SAMPLES);
    figures.put("reductionSeconds", Math.round(seconds * 1_000) / 1_000.0);
    figures.put("reductionProcessorSeconds", Math.round(processorSeconds * 1_000) / 1_000.0);
    figures.put("reductionKept", kept);
    figures.put("reductionHeapMegabytesMax", heapMegabytesMax());
    figures.put("reductionGrowthExponent", growth.exponent());
    return new Measured(growth, figures);
  }

  /** Time that all threads had cores for; empty machines show the same as full ones. */
  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** The most that the pools of the heap held since the start; a little above what was needed. */
  private static long heapMegabytesMax() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum()
        / 1_000_000;
  }

  /** Noise, drifts and steps; one in fifty moves with the incident. */
  private static double[][] series(int count) {
    Random random = new Random(1);
    double[][] series = new double[count][SAMPLES];
    for (int which = 0; which < count; which++) {
      double level = 1 + random.nextInt(1_000);
      double drift = 0;
      for (int i = 0; i < SAMPLES; i++) {
        drift = which % 3 == 0 ? 0.95 * drift + random.nextGaussian() : 0;
        boolean moved = which % CHANGED_EACH == 0 && i >= ONSET;
        series[which][i] = level * (moved ? 1.8 : 1) + drift + random.nextGaussian();
      }
    }
    return series;
  }
}
