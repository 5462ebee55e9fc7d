package dev.shindan.evals.bench;

import dev.shindan.agent.signal.LogTemplates;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** How many log lines a second are put to their templates by one core. */
final class LogTemplateSpeed implements Measurement {
  private static final int LINES = 200_000;
  private static final int WARM_UP = 5;
  private static final int[] TIMES = {1, 2, 4, 8, 16};

  /** What Drain3 with its default settings did on the same kind of machine. */
  private static final double PEER_LINES_PER_SECOND = 187_000;

  private static final String[] FORMS = {
    "Accepted order %d of customer c-%d in %d ms from 10.%d.%d.7:443",
    "GET /api/v2/orders/%d?page=%d HTTP/1.1 status=200 bytes=%d",
    "Pool main: %d of 20 connections in use, %d waiting, longest wait %d ms",
    "Wrote segment /var/lib/store/segments/%d/%d.seg (%d bytes)",
    "Heartbeat from worker-%d, load %d.%d, queue empty",
    "Retrying call to billing.internal.example:8443 after timeout, attempt %d of %d",
    "User session 6f1e%04x-0a1b-4c5d-8e9f-00112233%04x expired after %d s of silence",
    "Cache entry product:%d:price evicted, %d entries left, hit rate %d%%",
  };

  @Override
  public Measured measure() {
    List<String> lines = lines();
    for (int i = 0; i < WARM_UP; i++) {
      seconds(lines, 1);
    }
    Growth growth = new Growth("log templates: lines, seconds of one core");
    double rate = 0;
    for (int times : TIMES) {
      double seconds = seconds(lines, times);
      growth.add((double) lines.size() * times, seconds);
      rate = lines.size() * times / seconds;
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("logLinesPerSecond", Math.round(rate));
    figures.put("logPeerLinesPerSecond", Math.round(PEER_LINES_PER_SECOND));
    figures.put("logTimesPeer", Math.round(rate / PEER_LINES_PER_SECOND * 10) / 10.0);
    figures.put("logGrowthExponent", growth.exponent());
    return new Measured(growth, figures);
  }

  private static double seconds(List<String> lines, int times) {
    LogTemplates templates = new LogTemplates();
    long start = processorNanos();
    for (int i = 0; i < times; i++) {
      for (String line : lines) {
        templates.add(line);
      }
    }
    templates.templates();
    return (processorNanos() - start) / 1e9;
  }

  /** Time this thread had a core for, so that what else runs on the machine does not count. */
  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<String> lines() {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>(LINES);
    for (int i = 0; i < LINES; i++) {
      String form = FORMS[random.nextInt(FORMS.length)];
      lines.add(
          form.formatted(
              random.nextInt(60_000),
              random.nextInt(250),
              random.nextInt(5_000),
              random.nextInt(250),
              random.nextInt(250)));
    }
    return lines;
  }
}
