package dev.shindan.agent.reason.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shindan.agent.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A model behind a real HTTP port that answers from a script, in the OpenAI wire format. Each
 * request takes the next answer; when the script is at its end the answer is 500.
 */
public final class ScriptedModelServer implements AutoCloseable {
  /** What one request gets. */
  public sealed interface Answer {
    /** An answer with tool calls, or with prose alone. */
    record Said(String text, List<Call> calls) implements Answer {
      public Said {
        calls = List.copyOf(calls);
      }
    }

    record Status(int code, String body) implements Answer {}

    /** The connection is closed in the middle of the body. */
    record Disconnect() implements Answer {}

    /** No answer until the server is closed. */
    record Silence() implements Answer {}
  }

  /**
   * One tool call.
   *
   * @param id empty for an endpoint that gives none
   * @param arguments as text, so that it can be malformed
   */
  public record Call(String id, String name, String arguments) {}

  public static Answer calls(Call... calls) {
    return new Answer.Said("", List.of(calls));
  }

  public static Answer prose(String text) {
    return new Answer.Said(text, List.of());
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Answer> script;
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  public ScriptedModelServer(Answer... script) {
    this.script = new ArrayDeque<>(List.of(script));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    server.createContext("/v1/chat/completions", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** The bodies of all requests so far, in order. */
  public List<JsonNode> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = Json.MAPPER.readTree(exchange.getRequestBody());
    Answer answer;
    synchronized (script) {
      requests.add(request);
      answer = script.isEmpty() ? new Answer.Status(500, "script at its end") : script.remove();
    }
    switch (answer) {
      case Answer.Said said -> send(exchange, 200, Json.write(completion(said)));
      case Answer.Status status -> send(exchange, status.code(), status.body());
      case Answer.Disconnect _ -> {
        exchange.sendResponseHeaders(200, 4_000);
        exchange.getResponseBody().write("{\"id\":".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        exchange.close();
      }
      case Answer.Silence _ -> {
        try {
          closed.await();
        } catch (InterruptedException ended) {
          Thread.currentThread().interrupt();
        }
        exchange.close();
      }
    }
  }

  private static void send(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static ObjectNode completion(Answer.Said said) {
    ObjectNode completion = Json.MAPPER.createObjectNode();
    completion.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1);
    completion.put("model", "scripted");
    ObjectNode choice = completion.putArray("choices").addObject();
    choice.put("index", 0);
    choice.put("finish_reason", said.calls().isEmpty() ? "stop" : "tool_calls");
    ObjectNode message = choice.putObject("message");
    message.put("role", "assistant");
    if (said.text().isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", said.text());
    }
    if (!said.calls().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      for (Call call : said.calls()) {
        ObjectNode item = calls.addObject();
        if (!call.id().isEmpty()) {
          item.put("id", call.id());
        }
        item.put("type", "function");
        item.putObject("function").put("name", call.name()).put("arguments", call.arguments());
      }
    }
    completion
        .putObject("usage")
        .put("prompt_tokens", 1_000)
        .put("completion_tokens", 100)
        .put("total_tokens", 1_100);
    return completion;
  }
}
