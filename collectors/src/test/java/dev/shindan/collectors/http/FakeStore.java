package dev.shindan.collectors.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A store over HTTP that answers recorded bodies to questions that hold given words. */
public final class FakeStore implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> answers = new LinkedHashMap<>();
  private final HttpServer server;
  private volatile boolean hangs;

  private final Queue<Answer> failures = new ConcurrentLinkedQueue<>();

  private record Answer(int status, String body, String retryAfter) {}

  public FakeStore() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public StoreAddress address() {
    return StoreAddress.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  /** The first answer whose words stand in the question is given. */
  public FakeStore answer(String words, String body) {
    return answer(words, 200, body);
  }

  public FakeStore answer(String words, int status, String body) {
    answers.put(words, new Answer(status, body, ""));
    return this;
  }

  /** The next question that is heard is not answered but so; several are given in their order. */
  public FakeStore failOnce(int status, String retryAfter) {
    failures.add(new Answer(status, "not now", retryAfter));
    return this;
  }

  /** From now on questions are heard and never answered. */
  public void hang() {
    hangs = true;
  }

  /** Every question: method, decoded path, body and headers, in the order they came. */
  public List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() {
    ended.countDown();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String question = question(exchange);
    heard.add(question);
    if (hangs) {
      await();
    }
    Answer failure = failures.poll();
    Answer answer = failure != null ? failure : answer(question);
    if (!answer.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Answer answer(String question) {
    return answers.entrySet().stream()
        .filter(entry -> question.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(new Answer(404, "no such page", ""));
  }

  private static String question(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String headers =
        exchange.getRequestHeaders().entrySet().stream()
            .map(header -> header.getKey() + ": " + String.join(",", header.getValue()))
            .collect(Collectors.joining("\n"));
    String path = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
    return "%s %s\n%s\n%s"
        .formatted(
            exchange.getRequestMethod(),
            path,
            URLDecoder.decode(body, StandardCharsets.UTF_8),
            headers);
  }

  private void await() {
    try {
      ended.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
