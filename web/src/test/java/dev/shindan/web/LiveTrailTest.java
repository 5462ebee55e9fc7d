package dev.shindan.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.trail.Event;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LiveTrailTest {
  private final WebFixture web = WebFixture.open();
  private final SampleTrail trail = new SampleTrail(web.store, "i-1").whole();
  private final long last = web.store.lastNumber("i-1");

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void streamGoesOnAfterTheLastEventThatWasSeen() throws Exception {
    Iterator<String> lines = lines("?after=2", "Last-Event-ID", Long.toString(last - 2));

    assertThat(ids(lines, 2)).containsExactly(last - 1, last);
  }

  @Test
  void entriesAppendedLaterFollowWithoutGapOrRepeat() throws Exception {
    Iterator<String> lines = lines("?after=" + (last - 1));
    assertThat(ids(lines, 1)).containsExactly(last);

    trail.append(new Event.Resumed("worker-2"));
    trail.append(new Event.Resumed("worker-3"));

    assertThat(ids(lines, 2)).containsExactly(last + 1, last + 2);
  }

  @Test
  void pageGetsRowsAndThenACallToRefresh() throws Exception {
    Iterator<String> lines = lines("?html=1&after=" + (last - 1));

    assertThat(until(lines, "event: entry")).isNotEmpty();
    assertThat(String.join("\n", until(lines, "event: refresh"))).contains("<li class=\"row");
  }

  @Test
  void oneReaderMoreThanThereMayBeIsToldSo() throws Exception {
    try (WebFixture narrow = new WebFixture(Optional.empty(), Optional.empty(), 1)) {
      new SampleTrail(narrow.store, "i-1").whole();
      String path = "/api/investigations/i-1/events?after=0";
      var first =
          narrow
              .client()
              .send(
                  narrow.request(path, "Accept", "text/event-stream").build(),
                  HttpResponse.BodyHandlers.ofLines());
      assertThat(until(first.body().iterator(), "event: entry")).isNotEmpty();

      HttpResponse<String> second = narrow.get(path, "Accept", "text/event-stream");

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.body()).contains("web.readersMax").doesNotContain("\n");
    }
  }

  private Iterator<String> lines(String query, String... headers) throws Exception {
    var request = web.request("/api/investigations/i-1/events" + query, headers);
    return web.client()
        .send(
            request.header("Accept", "text/event-stream").build(),
            HttpResponse.BodyHandlers.ofLines())
        .body()
        .iterator();
  }

  private static List<Long> ids(Iterator<String> lines, int count) {
    List<Long> ids = new ArrayList<>();
    while (ids.size() < count) {
      String line = lines.next();
      if (line.startsWith("id:")) {
        ids.add(Long.parseLong(line.substring(3).strip()));
      }
    }
    return ids;
  }

  private static List<String> until(Iterator<String> lines, String wanted) {
    List<String> read = new ArrayList<>();
    do {
      read.add(lines.next());
    } while (!read.getLast().equals(wanted));
    return read;
  }
}
