package dev.shindan.collectors.host;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which the host has said who it is, held there: what comes next, the key exchange,
 * costs processor time, and waits until the host's turn comes. Nothing of it is read until then;
 * the client ends it when its time for a login is over. Thread-safe.
 */
final class HeldContact {
  static final AttributeKey<HeldContact> KEY = new AttributeKey<>();

  private final CountDownLatch heard = new CountDownLatch(1);
  private volatile @Nullable ClientSession session;
  private volatile Duration roundTrip = Duration.ZERO;

  /** Told by the client, on the thread that reads. */
  void identified(Session session) {
    session.getIoSession().suspendRead();
    heard.countDown();
  }

  /**
   * Waits for what the host says first.
   *
   * @param roundTrip how long the TCP handshake took
   * @return false when it said nothing in time
   */
  boolean heard(ClientSession session, Duration roundTrip, Duration within)
      throws InterruptedException {
    this.session = session;
    this.roundTrip = roundTrip;
    session.addCloseFutureListener(_ -> heard.countDown());
    return heard.await(within.toNanos(), TimeUnit.NANOSECONDS);
  }

  boolean open() {
    ClientSession held = session;
    return held != null && held.isOpen();
  }

  Duration roundTrip() {
    return roundTrip;
  }

  /** The session, going on. */
  ClientSession released() {
    ClientSession held = session;
    if (held == null) {
      throw new IllegalStateException("nothing is held");
    }
    held.getIoSession().resumeRead();
    return held;
  }
}
