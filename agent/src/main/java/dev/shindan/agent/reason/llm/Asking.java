package dev.shindan.agent.reason.llm;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.shindan.agent.reason.Reasoner;
import dev.shindan.agent.tool.Redaction;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Puts the questions of one turn to a model within one deadline. Overload is tried again; a broken
 * connection is not, so that another reasoner can take over at once.
 */
final class Asking {
  static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final int REASON_CHARACTERS_MAX = 240;

  private final ChatModel model;
  private final LlmSettings settings;
  private final Redaction redaction;
  private final long deadlineNanos;
  private int retries;

  Asking(ChatModel model, LlmSettings settings, Redaction redaction) {
    this.model = model;
    this.settings = settings;
    this.redaction = redaction;
    this.deadlineNanos = System.nanoTime() + settings.answerTimeout().toNanos();
  }

  ChatResponse ask(ChatRequest request) throws Reasoner.Failed, InterruptedException {
    while (true) {
      try {
        return once(request);
      } catch (ExecutionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        if (!worthAnotherTry(cause) || retries >= settings.retriesMax()) {
          throw new Reasoner.Failed(inWords(cause), cause);
        }
        pause(FIRST_PAUSE.multipliedBy(1L << Math.min(retries, 10)), cause);
        retries++;
      }
    }
  }

  /** Asks on a thread of its own, because not every client bounds the reading of a slow body. */
  private ChatResponse once(ChatRequest request)
      throws ExecutionException, Reasoner.Failed, InterruptedException {
    FutureTask<ChatResponse> task = new FutureTask<>(() -> model.chat(request));
    Thread.ofVirtual().name("ask-" + settings.model()).start(task);
    try {
      return task.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      throw new Reasoner.Failed(
          "model " + settings.model() + " gave no answer within " + settings.answerTimeout(), late);
    } finally {
      task.cancel(true);
    }
  }

  private void pause(Duration pause, Throwable cause) throws Reasoner.Failed, InterruptedException {
    if (System.nanoTime() + pause.toNanos() >= deadlineNanos) {
      throw new Reasoner.Failed(inWords(cause), cause);
    }
    Thread.sleep(pause);
  }

  private static boolean worthAnotherTry(Throwable failure) {
    return failure instanceof RateLimitException
        || failure instanceof TimeoutException
        || failure instanceof InternalServerException;
  }

  /** One line with the innermost cause; endpoints may echo what they were sent. */
  private String inWords(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage() == null ? "" : ": " + innermost.getMessage();
    String line =
        redaction.clean(
            ("model " + settings.model() + ": " + failure.getClass().getSimpleName() + message)
                .replaceAll("\\s+", " "));
    if (!settings.apiKey().isBlank()) {
      line = line.replace(settings.apiKey(), Redaction.MASK);
    }
    return line.substring(0, Math.min(line.length(), REASON_CHARACTERS_MAX));
  }
}
