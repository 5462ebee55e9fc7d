package dev.shindan.collectors.host;

import dev.shindan.agent.tool.RawOutput;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes any amount of output and keeps its head and tail, never holding more than {@link
 * RawOutput#BYTES_MAX}. Thread-safe.
 */
final class HeadAndTail extends OutputStream {
  private static final byte[] MARK = RawOutput.OMISSION.getBytes(StandardCharsets.UTF_8);
  private static final int HALF = (RawOutput.BYTES_MAX - MARK.length) / 2;

  private final ByteArrayOutputStream head = new ByteArrayOutputStream();

  /** A ring that holds all that follows the head until the cap is reached. */
  private byte[] tail = new byte[0];

  private long tailBytes;

  @Override
  public synchronized void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int toHead = Math.min(length, HALF - head.size());
    head.write(bytes, offset, toHead);
    if (toHead < length && tail.length == 0) {
      tail = new byte[RawOutput.BYTES_MAX - HALF];
    }
    int from = offset + toHead;
    int left = length - toHead;
    while (left > 0) {
      int at = (int) (tailBytes % tail.length);
      int step = Math.min(left, tail.length - at);
      System.arraycopy(bytes, from, tail, at, step);
      from += step;
      left -= step;
      tailBytes += step;
    }
  }

  synchronized RawOutput output() {
    if (tailBytes <= tail.length) {
      byte[] all = new byte[head.size() + (int) tailBytes];
      System.arraycopy(head.toByteArray(), 0, all, 0, head.size());
      System.arraycopy(tail, 0, all, head.size(), (int) tailBytes);
      return new RawOutput(all, 0);
    }
    byte[] kept = new byte[HALF * 2 + MARK.length];
    System.arraycopy(head.toByteArray(), 0, kept, 0, HALF);
    System.arraycopy(MARK, 0, kept, HALF, MARK.length);
    int start = (int) ((tailBytes - HALF) % tail.length);
    int untilWrap = Math.min(HALF, tail.length - start);
    System.arraycopy(tail, start, kept, HALF + MARK.length, untilWrap);
    System.arraycopy(tail, 0, kept, HALF + MARK.length + untilWrap, HALF - untilWrap);
    return new RawOutput(kept, tailBytes - HALF);
  }
}
