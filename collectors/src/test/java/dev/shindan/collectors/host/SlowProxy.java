package dev.shindan.collectors.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server and lets only the first bytes of what it says through until told
 * otherwise, as a host does that has no processor time to spare.
 */
final class SlowProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final int port;
  private final long firstBytes;
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger accepted = new AtomicInteger();
  private final CountDownLatch leftByClient = new CountDownLatch(1);

  /**
   * @param port of the server, on this machine
   * @param firstBytes of the server that pass at once
   */
  SlowProxy(int port, long firstBytes) throws IOException {
    this.port = port;
    this.firstBytes = firstBytes;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Connections so far. */
  int accepted() {
    return accepted.get();
  }

  /** From now on everything passes. */
  void release() {
    released.countDown();
  }

  /** Opened when a client has closed its connection. */
  CountDownLatch leftByClient() {
    return leftByClient;
  }

  @Override
  public void close() throws IOException {
    release();
    listening.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        accepted.incrementAndGet();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        Thread.ofVirtual().start(() -> copy(client, server, Long.MAX_VALUE));
        Thread.ofVirtual().start(() -> copy(server, client, firstBytes));
      }
    } catch (IOException closed) {
      release();
    }
  }

  private void copy(Socket from, Socket to, long atOnce) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      long passed = 0;
      while (true) {
        if (passed >= atOnce) {
          released.await();
        }
        long most = released.getCount() == 0 ? buffer.length : atOnce - passed;
        int read = in.read(buffer, 0, Math.clamp(most, 1, buffer.length));
        if (read < 0) {
          break;
        }
        out.write(buffer, 0, read);
        passed += read;
      }
    } catch (IOException ended) {
      // one of the two has gone, so the other may
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      if (atOnce == Long.MAX_VALUE) {
        leftByClient.countDown();
      }
    }
  }
}
