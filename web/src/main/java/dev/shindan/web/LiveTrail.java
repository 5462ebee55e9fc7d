package dev.shindan.web;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.trail.Entry;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends a trail as server-sent events, from any entry on, as it grows.
 *
 * <p>One virtual thread a reader reads the store and writes the socket, so a slow reader holds
 * nothing but itself and there is no queue to overflow. Thread-safe.
 */
final class LiveTrail implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** Entries that come close together reach the page as one change of its panels. */
  private static final Duration GATHER = Duration.ofMillis(100);

  private static final int IDLE_LOOKS_UNTIL_HEARTBEAT = 30;

  private final WebPorts ports;
  private final Templates templates;
  private final int readersMax;
  private final Semaphore places;
  private final Set<SseClient> readers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param readersMax at once, of all trails together
   */
  LiveTrail(WebPorts ports, Templates templates, int readersMax) {
    this.readersMax = readersMax;
    this.places = new Semaphore(readersMax);
    this.ports = ports;
    this.templates = templates;
  }

  /** Refuses one reader more than there may be, while its status can still be told. */
  void requirePlace() {
    if (places.availablePermits() == 0) {
      throw new ServiceUnavailableResponse(
          readersMax + " event streams are open already (web.readersMax)");
    }
  }

  void serve(SseClient reader) {
    if (!places.tryAcquire()) {
      reader.close(); // the last place was taken since it was looked for
      return;
    }
    try {
      begin(reader);
    } catch (RuntimeException notBegun) {
      places.release();
      throw notBegun;
    }
  }

  private void begin(SseClient reader) {
    String id = Trails.known(ports.trails(), reader.ctx());
    String seen = reader.ctx().header("Last-Event-ID");
    long after = Trails.number(seen == null ? reader.ctx().queryParam("after") : seen);
    boolean html = "1".equals(reader.ctx().queryParam("html"));
    reader.keepAlive();
    readers.add(reader);
    Thread.ofVirtual()
        .name("live-trail-" + id)
        .start(
            () -> {
              try {
                follow(reader, id, after, html);
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              } finally {
                readers.remove(reader);
                places.release();
                reader.close();
              }
            });
  }

  private void follow(SseClient reader, String id, long after, boolean html)
      throws InterruptedException {
    Semaphore news = new Semaphore(0);
    try (var _ = ports.feed().subscribe(id, news::release)) {
      Instant start = ports.trails().read(id, 0).getFirst().at();
      long sent = after;
      int idleLooks = 0;
      reader.sendComment("following " + id);
      while (!closed && !reader.terminated()) {
        List<Entry> entries = ports.trails().read(id, sent);
        for (Entry entry : entries) {
          reader.sendEvent("entry", data(id, entry, start, html), Long.toString(entry.number()));
          sent = entry.number();
        }
        if (!entries.isEmpty()) {
          idleLooks = 0;
          if (html) {
            reader.sendEvent("refresh", Long.toString(sent));
          }
          Thread.sleep(GATHER);
        } else if (++idleLooks % IDLE_LOOKS_UNTIL_HEARTBEAT == 0) {
          // A write is the only way to learn that the reader has gone.
          reader.sendComment("still here");
        }
        if (news.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      }
    }
  }

  private String data(String id, Entry entry, Instant start, boolean html) {
    return html
        ? templates.render("row", Map.of("id", id, "row", TrailRow.of(entry, start)))
        : Json.write(entry);
  }

  @Override
  public void close() {
    closed = true;
    readers.forEach(SseClient::close);
  }
}
