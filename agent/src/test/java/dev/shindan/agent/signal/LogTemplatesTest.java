package dev.shindan.agent.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTemplatesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "took 12 ms | took <number>",
        "took <1 sec | took <number>",
        "took 2048 bytes (2 KB) | took <number>",
        "peer 10.0.0.7:8080 closed | peer <address> closed",
        "read /var/lib/thing/a.log done | read <path> done",
        "get https://shop.test/a?b=c&d=e done | get <url> done",
        "job 6f1e2d3c-0a1b-4c5d-8e9f-001122334455 ended | job <hex> ended",
        "at 0x7fff12ab failed | at <hex> failed",
        "mail to a.b@shop.test sent | mail to <name> sent",
        "bean org.shop.cart.Basket made | bean <name> made",
        "task_12_7 queued | <identifier> queued",
        "link eth0 is down | link eth0 is down",
        "user=anna lang=\"de ch\" | user=<word> lang=<word>",
        "ready=true | ready=true",
        "since Mon Jan 5 10:00:01 2026 idle | since <number> idle",
        "sizes 1, 2, 3 and 4 | sizes <number> and <number>",
        "parts a1b (in) c2d (in) e3f (in) | parts <identifier> (in)",
        "limit......12 | limit. <number>",
        "mode:idle count:3 | mode:idle count:<number>",
      })
  void variablesAreSeenFromTheFormOfAWord(String line, String template) {
    assertThat(texts(List.of(line))).containsExactly(template);
  }

  @Test
  void manyWordsInOnePlaceAreAVariable() {
    List<String> lines =
        List.of("ann bob cid dan eve".split(" ")).stream()
            .map(name -> "login of " + name + " refused")
            .toList();

    assertThat(texts(lines)).containsExactly("login of <word> refused");
  }

  @Test
  void fewWordsInOnePlaceAreDifferentSentences() {
    assertThat(texts(List.of("unit A has started now", "unit A has stopped now"))).hasSize(2);
  }

  @Test
  void aWordInAPlaceOfVariablesIsOneToo() {
    assertThat(texts(List.of("reading file /tmp/x again", "reading file readme again")))
        .containsExactly("reading file <*> again");
  }

  @Test
  void theOrderOfLinesDoesNotMatter() {
    List<String> lines = sentences(2_000, new Random(3));
    List<String> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(4));

    assertThat(counts(shuffled)).isEqualTo(counts(lines));
    assertThat(counts(lines)).isEqualTo(counts(lines));
  }

  @Test
  void everyLineIsCountedOnce() {
    List<String> lines = sentences(500, new Random(5));

    assertThat(counts(lines).values().stream().mapToLong(n -> n).sum()).isEqualTo(500);
  }

  @Test
  void anyTextIsTaken() {
    LogTemplates templates = new LogTemplates();
    Random random = new Random(6);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        line.append(
            (char) (random.nextInt(10) == 0 ? random.nextInt(0x10000) : random.nextInt(128)));
      }
      templates.add(line.toString());
    }
    templates.add("");
    templates.add("(".repeat(100_000));
    templates.add("a=".repeat(100_000));
    templates.add(". ".repeat(100_000));
    templates.add("1:b:".repeat(100_000));

    assertThat(templates.templates().stream().mapToLong(LogTemplate::lines).sum()).isEqualTo(5_005);
  }

  @Test
  void moreShapesThanAreKeptShareATemplateByFirstWord() {
    LogTemplates templates = new LogTemplates();
    int lines = LogTemplates.SHAPES_MAX + 5_000;
    for (int i = 0; i < lines; i++) {
      templates.add("word " + letters(i) + " " + letters(i * 7));
    }

    assertThat(templates.templates().stream().mapToLong(LogTemplate::lines).sum()).isEqualTo(lines);
    assertThat(templates.templates()).hasSizeLessThanOrEqualTo(LogTemplates.SHAPES_MAX + 1);
  }

  @Test
  void noLinesHaveNoTemplates() {
    assertThat(new LogTemplates().templates()).isEmpty();
  }

  private static List<String> sentences(int count, Random random) {
    List<String> lines = new ArrayList<>();
    String[] forms = {
      "worker %d took order %d",
      "cache miss for key k-%d after %d ms",
      "no route to host-%d:%d",
      "user %s%s left"
    };
    for (int i = 0; i < count; i++) {
      String form = forms[random.nextInt(forms.length)];
      lines.add(
          form.contains("%s")
              ? form.formatted(letters(random.nextInt(90)), "x")
              : form.formatted(random.nextInt(1_000), random.nextInt(1_000)));
    }
    return lines;
  }

  private static String letters(int number) {
    StringBuilder word = new StringBuilder("z");
    for (int rest = number; rest > 0; rest /= 26) {
      word.append((char) ('a' + rest % 26));
    }
    return word.toString();
  }

  private static List<String> texts(List<String> lines) {
    LogTemplates templates = new LogTemplates();
    lines.forEach(templates::add);
    return templates.templates().stream().map(LogTemplate::text).toList();
  }

  private static Map<String, Long> counts(List<String> lines) {
    LogTemplates templates = new LogTemplates();
    lines.forEach(templates::add);
    Map<String, Long> counts = new TreeMap<>();
    templates.templates().forEach(t -> counts.merge(t.text(), t.lines(), Long::sum));
    return counts;
  }
}
