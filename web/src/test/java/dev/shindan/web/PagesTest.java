package dev.shindan.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Severity;
import dev.shindan.agent.trail.Event;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PagesTest {
  private static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'";

  private final WebFixture web = WebFixture.open();

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void pageShowsVerdictWithCitationsThatLeadToTheOutput() throws Exception {
    new SampleTrail(web.store, "i-1").whole();

    String page = web.get("/investigations/i-1").body();

    assertThat(page)
        .contains("Root cause found")
        .contains("disk-full-bytes")
        .contains("/investigations/i-1/entries/2/raw?quote=")
        .contains("Ruled out (1)")
        .contains("timed out after 30 s")
        .contains("<s>The disk of db is slow</s>");
  }

  @Test
  void outputPageMarksWhatIsQuoted() throws Exception {
    new SampleTrail(web.store, "i-1").whole();

    String page = web.get("/investigations/i-1/entries/2/raw").body();

    assertThat(page)
        .contains("<mark id=\"quote\" class=\"quoted\">" + SampleTrail.DF_LINE + "</mark>")
        .contains("/dev/vda1       20509264");
    assertThat(web.get("/investigations/i-1/entries/3/raw").body()).contains("<mark id=\"quote\"");
    assertThat(web.get("/investigations/i-1/entries/1/raw").statusCode()).isEqualTo(404);
    assertThat(web.get("/investigations/i-1/entries/999/raw").statusCode()).isEqualTo(404);
  }

  @Test
  void quoteThatIsNotInTheOutputIsNamed() {
    MarkedText marked = MarkedText.of("one two three", List.of("two", "four"), "two");

    assertThat(marked.missing()).containsExactly("four");
    assertThat(marked.pieces())
        .extracting(MarkedText.Piece::text)
        .containsExactly("one ", "two", " three");
    assertThat(marked.pieces().get(1).mark()).isEqualTo(MarkedText.Mark.WANTED);
    assertThat(marked.pieces().get(1).anchor()).isTrue();
  }

  @Test
  void hostileTextIsNeverMarkup() throws Exception {
    SampleTrail trail = new SampleTrail(web.store, "i-1").open(HOSTILE);
    long call = trail.call("journal", "app1", HOSTILE, "h1", "x " + HOSTILE + "\n");
    trail.find(call, HOSTILE, Severity.CRITICAL, HOSTILE);
    trail.propose("h1", HOSTILE, HOSTILE, 0.5);
    trail.append(new Event.Said("00000001", HOSTILE, HOSTILE));
    trail.append(new Event.Rejected(HOSTILE, HOSTILE));
    web.investigations.opened.add("i-1");

    for (String path :
        new String[] {
          "/",
          "/investigations/i-1",
          "/investigations/i-1/panel",
          "/investigations/i-1/chat",
          "/investigations/i-1/entries/2/raw"
        }) {
      String page = web.get(path).body();
      assertThat(page).as(path).doesNotContain("<script>alert").doesNotContain("<img");
    }
    assertThat(web.get("/investigations/i-1/entries/2/raw").body())
        .contains("&lt;script&gt;alert(1)");
  }

  @Test
  void pagesAllowNothingInlineOrFromElsewhere() throws Exception {
    new SampleTrail(web.store, "i-1").whole();
    var page = web.get("/investigations/i-1");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'self'");
    assertThat(page.body())
        .doesNotContain(" style=")
        .doesNotContain("<style")
        .doesNotContain("http://")
        .doesNotContain("https://");
    for (String asset : new String[] {"style.css", "page.js", "htmx.js", "sse.js", "favicon.svg"}) {
      assertThat(web.get("/assets/" + asset).statusCode()).as(asset).isEqualTo(200);
    }
  }

  @Test
  void messageSentFromThePageComesBackInTheChat() throws Exception {
    new SampleTrail(web.store, "i-1").whole();

    var answer =
        web.post(
            "/investigations/i-1/messages",
            "text=is+db+fine%3F",
            "Content-Type",
            "application/x-www-form-urlencoded",
            "HX-Request",
            "true");

    assertThat(answer.body()).contains("is db fine?").contains("kenji").contains("waiting");
  }
}
