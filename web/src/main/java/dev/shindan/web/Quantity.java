package dev.shindan.web;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How a measured value is written: three digits, and the unit in its usual size. */
final class Quantity {
  private static final String[] LARGE = {"", " k", " M", " G", " T", " P"};

  private Quantity() {}

  /**
   * @param unit of Prometheus' naming rules, {@code per second} behind it for a rate; may be empty
   */
  static String of(double value, String unit) {
    boolean rate = unit.endsWith("per second");
    String plain = unit.replaceFirst(" ?per second$", "");
    String written =
        switch (plain) {
          case "bytes" -> bytes(value);
          case "seconds" -> seconds(value);
          case "milliseconds" -> rate ? number(value) + " ms" : seconds(value / 1000);
          case "ratio" -> digits(value * 100) + " %";
          case "percent" -> digits(value) + " %";
          default -> number(value) + (plain.isEmpty() ? "" : " " + plain);
        };
    return rate ? written + "/s" : written;
  }

  private static String bytes(double value) {
    double left = value;
    int step = 0;
    while (Math.abs(left) >= 1024 && step < LARGE.length - 1) {
      left /= 1024;
      step++;
    }
    return digits(left) + (step == 0 ? " B" : LARGE[step].toUpperCase(Locale.ROOT) + "iB");
  }

  static String seconds(double value) {
    double size = Math.abs(value);
    if (size == 0 || size >= 1) {
      return size >= 10_000 ? number(value) + "s" : digits(value) + " s";
    }
    return size >= 0.001 ? digits(value * 1e3) + " ms" : digits(value * 1e6) + " µs";
  }

  private static String number(double value) {
    double left = value;
    int step = 0;
    while (Math.abs(left) >= 10_000 && step < LARGE.length - 1) {
      left /= 1000;
      step++;
    }
    return digits(left) + LARGE[step];
  }

  private static String digits(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    int places = Math.abs(value) >= 1000 ? 4 : 3;
    return new BigDecimal(value)
        .round(new MathContext(places))
        .stripTrailingZeros()
        .toPlainString();
  }
}
