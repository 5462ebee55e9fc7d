package dev.shindan.agent.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every inbox does. A subclass gives an instance. */
public abstract class InboxContract {
  /** The same inbox at every call within a test; empty at its start. */
  protected abstract Inbox inbox();

  @Test
  void messagesStayInTheOrderTheyCame() {
    String first = inbox().post("inv-1", "message", "mika", "look at db1 \u0000 診断");
    String second = inbox().post("inv-1", "stop", "", "");
    assertThat(first).isLessThan(second);
    assertThat(inbox().messages("inv-1"))
        .extracting(
            Inbox.Message::id, Inbox.Message::kind, Inbox.Message::author, Inbox.Message::body)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(first, "message", "mika", "look at db1 \u0000 診断"),
            org.assertj.core.groups.Tuple.tuple(second, "stop", "", ""));
  }

  @Test
  void inboxesDoNotSeeEachOther() {
    inbox().post("inv-1", "message", "mika", "hello");
    assertThat(inbox().messages("inv-2")).isEmpty();
  }

  @Test
  void messagesPostedAtOnceAllArriveUnderTheirOwnIds() throws Exception {
    List<Callable<List<String>>> people =
        IntStream.range(0, 8)
            .<Callable<List<String>>>mapToObj(
                person ->
                    () ->
                        IntStream.range(0, 15)
                            .mapToObj(n -> inbox().post("inv-1", "message", "p" + person, "" + n))
                            .toList())
            .toList();
    List<String> ids = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<String>> posted : threads.invokeAll(people)) {
        assertThat(posted.get()).isSorted();
        ids.addAll(posted.get());
      }
    }
    Collections.sort(ids);
    assertThat(ids).doesNotHaveDuplicates().hasSize(120);
    assertThat(inbox().messages("inv-1")).extracting(Inbox.Message::id).isEqualTo(ids);
  }
}
