package dev.shindan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupCommitTest {
  @TempDir private Path directory;

  @Test
  void workThatFailsTakesNobodyWithIt() throws Exception {
    Jdbi file = Jdbi.create("jdbc:sqlite:" + directory.resolve("a.db"));
    file.useHandle(handle -> handle.execute("CREATE TABLE words (word TEXT PRIMARY KEY)"));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(1);
    try (GroupCommit writer = GroupCommit.start(file, file, () -> {});
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      answers.add(
          CompletableFuture.supplyAsync(
              () ->
                  writer.write(
                      handle -> {
                        begun.countDown();
                        waitFor(all);
                        return handle.execute("INSERT INTO words VALUES ('a')");
                      }),
              callers));
      begun.await();
      for (String word : List.of("b", "a", "c")) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> writer.write(handle -> handle.execute("INSERT INTO words VALUES (?)", word)),
                callers));
      }
      Awaitility.await().until(() -> writer.waiting() == 3);
      all.countDown();
      for (int place : new int[] {0, 1, 3}) {
        assertThat(answers.get(place).join()).isEqualTo(1);
      }
      assertThatThrownBy(() -> answers.get(2).join())
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("UNIQUE");
      assertThat(words(writer)).containsExactly("a", "b", "c");
    }
  }

  private static List<String> words(GroupCommit writer) {
    return writer.read(
        handle ->
            handle.createQuery("SELECT word FROM words ORDER BY word").mapTo(String.class).list());
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException wrong) {
      throw new IllegalStateException(wrong);
    }
  }
}
