package dev.shindan.collectors.git;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Change;
import dev.shindan.agent.source.ChangeSource;
import dev.shindan.agent.source.Changes;
import dev.shindan.agent.source.Selection.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The commits of a checked-out or bare repository, by the time they were made. Thread-safe. */
public final class GitLog implements ChangeSource {
  private static final String GIT = "/usr/bin/git";
  private static final int COMMITS_MAX = 500;
  private static final int FIELDS = 4;

  private final Path repository;
  private final String subject;

  /**
   * @param subject the target or service that is made from the repository; empty when there are
   *     several
   */
  public GitLog(Path repository, String subject) {
    this.repository = repository;
    this.subject = subject;
  }

  @Override
  public Changes find(Window window, Duration timeout) throws InterruptedException {
    List<String> argv =
        List.of(
            GIT,
            "--no-pager",
            "-C",
            repository.toString(),
            "log",
            "--all",
            "--since=@" + window.start().getEpochSecond(),
            "--until=@" + window.end().getEpochSecond(),
            "--max-count=" + (COMMITS_MAX + 1),
            "--format=%ct%x09%h%x09%an%x09%s");
    Printed printed = run(argv, timeout);
    if (printed.failure().isPresent()) {
      return new Changes.Unavailable(printed.failure().get(), repository + ": " + printed.text());
    }
    List<Change> changes = new ArrayList<>();
    for (String line : printed.text().lines().toList()) {
      String[] fields = line.split("\t", FIELDS);
      if (fields.length == FIELDS && fields[0].matches("\\d{1,12}")) {
        Instant at = Instant.ofEpochSecond(Long.parseLong(fields[0]));
        String text = fields[1] + " " + fields[3];
        changes.add(new Change(at, repository.toString(), "commit", subject, text, fields[2]));
      }
    }
    boolean complete = changes.size() <= COMMITS_MAX;
    return new Changes.Found(changes, complete, "commits of " + repository);
  }

  @Override
  public Optional<String> check() {
    try {
      Printed printed =
          run(List.of(GIT, "-C", repository.toString(), "rev-parse"), Duration.ofSeconds(10));
      return printed.failure().map(_ -> repository + ": " + printed.text());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.of(repository + ": the question was called off");
    }
  }

  private record Printed(String text, Optional<Reason> failure) {}

  private static Printed run(List<String> argv, Duration timeout) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0"); // looking must not write
    Process process;
    try {
      process = builder.start();
    } catch (IOException missing) {
      return new Printed("there is no " + GIT, Optional.of(Reason.UNREADABLE));
    }
    Thread ending =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                      process.destroyForcibly();
                    }
                  } catch (InterruptedException over) {
                    process.destroyForcibly();
                  }
                });
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      ending.join();
      boolean killed = status == 137;
      return status == 0
          ? new Printed(text, Optional.empty())
          : new Printed(
              killed ? "ended after " + timeout : text.lines().findFirst().orElse(""),
              Optional.of(killed ? Reason.TIMED_OUT : Reason.UNREADABLE));
    } catch (IOException broken) {
      return new Printed("its output broke off", Optional.of(Reason.UNREADABLE));
    } finally {
      process.destroy();
    }
  }
}
