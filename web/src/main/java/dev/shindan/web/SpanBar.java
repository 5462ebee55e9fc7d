package dev.shindan.web;

import dev.shindan.agent.signal.SpanPath;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.tool.telemetry.TraceChangesTool;

/**
 * A span of a waterfall.
 *
 * @param from where its bar begins, in thousandths of the whole request
 * @param width of its bar
 * @param selfWidth of the part in which it was busy itself; drawn at the bar's beginning
 * @param baseline how its own time compares with before
 * @param tone {@code slower} when it takes at least twice its own time of before and that counts
 */
record SpanBar(
    String service,
    String operation,
    String took,
    String self,
    String baseline,
    boolean failed,
    String tone,
    long from,
    long width,
    long selfWidth,
    String quote) {
  static final int WHOLE = 1000;

  private static final int WIDTH_MIN = 4;
  private static final double SLOWER_RATIO = 2;

  /** Of the whole request: less added time than a twentieth is not what made it slow. */
  private static final double SLOWER_SHARE = 0.05;

  static SpanBar of(SpanPath.Hop hop, SpanPath path) {
    Span span = hop.span();
    double whole = Math.max(1, path.hops().getFirst().span().durationMicros());
    long from = Math.clamp(Math.round(hop.offset().toNanos() / 1e3 / whole * WHOLE), 0, WHOLE);
    from = Math.min(from, WHOLE - WIDTH_MIN);
    long width = part(span.durationMicros() / whole, WHOLE - from);
    return new SpanBar(
        span.service(),
        span.operation(),
        time(span.durationMicros()),
        time(hop.selfMicros()),
        hop.selfMicrosBefore().map(before -> "before " + time(before)).orElse("not seen before"),
        span.error(),
        slower(hop, whole) ? "slower" : "same",
        from,
        width,
        Math.min(width, hop.selfMicros() == 0 ? 0 : part(hop.selfMicros() / whole, width)),
        TraceChangesTool.quote(span));
  }

  private static boolean slower(SpanPath.Hop hop, double whole) {
    double before = hop.selfMicrosBefore().orElse((double) hop.selfMicros());
    return hop.selfMicros() >= SLOWER_RATIO * before
        && hop.selfMicros() - before >= SLOWER_SHARE * whole;
  }

  private static long part(double share, long max) {
    return Math.clamp(Math.round(share * WHOLE), WIDTH_MIN, Math.max(WIDTH_MIN, max));
  }

  private static String time(double micros) {
    return Quantity.seconds(micros / 1e6);
  }
}
