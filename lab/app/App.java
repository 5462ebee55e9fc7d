import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lab's order service: every order counts up in Redis and writes two rows to PostgreSQL.
 *
 * <p>It runs on whatever JDK the lab finds, so it is written for Java 17. Its settings are
 * environment variables; LEAK_FD, LEAK_MEM and CLOCK_OFFSET_SECONDS are faults to be switched on.
 */
public final class App {
  private static final String HOST = env("HOSTNAME", "app");
  private static final String REDIS = env("REDIS", "10.77.0.20");
  private static final String POSTGRES = env("PG", "10.77.0.20");
  private static final int POOL = Integer.parseInt(env("POOL", "8"));
  private static final int DB_TIMEOUT_MILLIS = Integer.parseInt(env("DB_TIMEOUT_MS", "2000"));
  private static final boolean LEAK_FD = "1".equals(env("LEAK_FD", "0"));
  private static final boolean LEAK_MEM = "1".equals(env("LEAK_MEM", "0"));

  private static final BlockingQueue<Connection> pool = new ArrayBlockingQueue<>(POOL);
  private static final AtomicInteger opened = new AtomicInteger();
  private static final AtomicInteger waiting = new AtomicInteger();
  private static final List<Object> leaked = Collections.synchronizedList(new ArrayList<>());
  private static Telemetry telemetry;

  public static void main(String[] args) throws Exception {
    telemetry = new Telemetry(HOST, env("SVC", "orders"), env("LOGDIR", "/data/log"));
    telemetry.gauge("db_pool_open", opened::get);
    telemetry.gauge("db_pool_idle", pool::size);
    telemetry.gauge("db_pool_waiting", waiting::get);
    telemetry.gauge("db_pool_max", () -> POOL);
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress("0.0.0.0", Integer.parseInt(env("PORT", "8080"))), 64);
    server.setExecutor(Executors.newFixedThreadPool(Integer.parseInt(env("THREADS", "32"))));
    server.createContext("/health", exchange -> reply(exchange, 200, "ok\n"));
    server.createContext("/metrics", exchange -> reply(exchange, 200, telemetry.metrics()));
    server.createContext("/order", App::order);
    server.start();
    telemetry.shipSpans(env("ZIPKIN", "http://10.77.0.30:9411/api/v2/spans"));
    telemetry.event(
        "INFO", null, "started pool=" + POOL + " dbTimeoutMs=" + DB_TIMEOUT_MILLIS, null);
  }

  static String env(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }

  private static void order(HttpExchange exchange) throws IOException {
    String trace = Telemetry.id(16);
    String root = Telemetry.id(8);
    long started = System.nanoTime();
    long startMicros = telemetry.nowMicros();
    int code = 200;
    String body;
    String error = null;
    try {
      if (LEAK_FD) {
        leaked.add(new FileInputStream("/dev/null"));
      }
      if (LEAK_MEM) {
        leaked.add(new byte[256 << 10]);
      }
      String number = telemetry.span(trace, root, "redis", "incr", () -> redis("INCR", "orders"));
      telemetry.span(trace, root, "postgres", "insert order", () -> insert(number));
      body = "order " + number + "\n";
    } catch (Throwable failure) {
      code = failure instanceof TimeoutException ? 503 : 500;
      error = failure.getClass().getSimpleName() + ": " + failure.getMessage();
      body = error + "\n";
      telemetry.event("ERROR", trace, "order failed", error);
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    telemetry.observe(seconds);
    telemetry.count("http_requests_total{path=\"/order\",code=\"" + code + "\"}");
    telemetry.emit(
        trace,
        root,
        null,
        "get /order",
        "SERVER",
        startMicros,
        (long) (seconds * 1e6),
        null,
        error);
    if (seconds > 0.5) {
      telemetry.event("WARN", trace, "slow request " + Math.round(seconds * 1000) + " ms", null);
    }
    reply(exchange, code, body);
  }

  private static String redis(String... command) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(REDIS, 6379), 1000);
      socket.setSoTimeout(2000);
      StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
      for (String word : command) {
        request.append("$").append(word.length()).append("\r\n").append(word).append("\r\n");
      }
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      String answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (answer == null || answer.startsWith("-")) {
        throw new IOException("redis: " + answer);
      }
      return answer.substring(1);
    }
  }

  private static Void insert(String number) throws Exception {
    Connection connection = borrow();
    boolean sound = false;
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(5);
      statement.execute("update stock set n = n + 1 where id = " + (Long.parseLong(number) % 10));
      statement.execute("insert into orders(ref, host) values (" + number + ", '" + HOST + "')");
      sound = true;
    } finally {
      if (sound || connection.isValid(1)) {
        pool.offer(connection);
      } else {
        opened.decrementAndGet();
        connection.close();
      }
    }
    return null;
  }

  private static Connection borrow() throws Exception {
    Connection connection = pool.poll();
    if (connection != null) {
      return connection;
    }
    if (opened.incrementAndGet() <= POOL) {
      try {
        return DriverManager.getConnection(
            "jdbc:postgresql://" + POSTGRES + "/shop?connectTimeout=2&socketTimeout=10",
            env("PGUSER", "shop"),
            env("PGPASSWORD", "shop"));
      } catch (Exception refused) {
        opened.decrementAndGet();
        throw refused;
      }
    }
    opened.decrementAndGet();
    waiting.incrementAndGet();
    try {
      connection = pool.poll(DB_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } finally {
      waiting.decrementAndGet();
    }
    if (connection == null) {
      throw new TimeoutException("no free database connection within " + DB_TIMEOUT_MILLIS + " ms");
    }
    return connection;
  }

  private static void reply(HttpExchange exchange, int code, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
