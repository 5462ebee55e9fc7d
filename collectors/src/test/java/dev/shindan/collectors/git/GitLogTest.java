package dev.shindan.collectors.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.Changes;
import dev.shindan.agent.source.Selection.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits of a real repository, made by the real program. */
final class GitLogTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Window HOUR = new Window(NOON.minusSeconds(3600), NOON);

  @TempDir private Path directory;

  @Test
  void commitsOfTheWindowComeWithTimeAuthorAndSubject() throws Exception {
    git(NOON, "init", "-q", ".");
    commit(NOON.minusSeconds(7200), "too early");
    commit(NOON.minusSeconds(600), "raise the pool\tto 50");
    commit(NOON.plusSeconds(600), "too late");
    GitLog log = new GitLog(directory, "cart");

    Changes.Found found = (Changes.Found) log.find(HOUR, Duration.ofSeconds(60));

    assertThat(found.complete()).isTrue();
    assertThat(found.changes()).hasSize(1);
    Change change = found.changes().getFirst();
    assertThat(change.at()).isEqualTo(NOON.minusSeconds(600));
    assertThat(change.subject()).isEqualTo("cart");
    assertThat(change.text()).matches("[0-9a-f]{7,} raise the pool\tto 50");
    assertThat(change.author()).isEqualTo("Somebody");
    assertThat(log.check()).isEmpty();
  }

  @Test
  void aFolderThatIsNoRepositoryIsNoEmptyAnswer() throws Exception {
    GitLog log = new GitLog(directory.resolve("nowhere"), "");
    assertThat(log.find(HOUR, Duration.ofSeconds(60)))
        .isInstanceOfSatisfying(
            Changes.Unavailable.class,
            not -> assertThat(not.reason()).isEqualTo(Reason.UNREADABLE));
    assertThat(log.check()).isPresent();
  }

  private void commit(Instant at, String message) throws Exception {
    git(at, "commit", "-q", "--allow-empty", "-m", message);
  }

  private void git(Instant at, String... arguments) throws Exception {
    List<String> argv = new ArrayList<>(List.of("/usr/bin/git"));
    argv.addAll(List.of("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"));
    argv.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(argv).directory(directory.toFile()).inheritIO();
    builder.environment().put("GIT_AUTHOR_DATE", at.toString());
    builder.environment().put("GIT_COMMITTER_DATE", at.toString());
    assertThat(builder.start().waitFor()).isZero();
  }
}
