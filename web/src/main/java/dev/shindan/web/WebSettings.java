package dev.shindan.web;

import dev.shindan.agent.settings.WrongInput;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the server listens and who may use it.
 *
 * @param port 0 lets the system choose one
 * @param token what people must show; needed unless {@code host} is the loopback address
 * @param alertToken what alert sources must show; without it webhooks are shown {@code token}
 * @param maxRequestBytes larger bodies are answered 413; of one up to sixteen times as large the
 *     rest is read and dropped, so that its sender hears the answer
 * @param readersMax event streams open at once; one more is answered 503
 */
public record WebSettings(
    String host,
    int port,
    Optional<String> token,
    Optional<String> alertToken,
    long maxRequestBytes,
    int readersMax) {
  /** Room for a few thousand alerts in one webhook body. */
  public static final long REQUEST_BYTES_MAX = 1 << 20;

  private static final int DROPPED_FACTOR = 16;

  /** Each open page holds one stream. */
  public static final int READERS_MAX = 200;

  private static final int TOKEN_LENGTH_MIN = 8;

  public WebSettings {
    if (port < 0 || port > 65_535) {
      throw new WrongInput("web.port", "expected a port from 0 to 65535, not " + port);
    }
    if (!isLoopback(host) && token.isEmpty()) {
      throw new WrongInput(
          "web.token", "expected a token, because web.host " + host + " is not loopback");
    }
    checkLength("web.token", token);
    checkLength("web.alertToken", alertToken);
    if (maxRequestBytes < 1) {
      throw new WrongInput("web.maxRequestBytes", "expected 1 or more");
    }
    if (readersMax < 1) {
      throw new WrongInput("web.readersMax", "expected 1 or more, not " + readersMax);
    }
  }

  public static WebSettings loopback(int port) {
    return new WebSettings(
        "127.0.0.1", port, Optional.empty(), Optional.empty(), REQUEST_BYTES_MAX, READERS_MAX);
  }

  long droppedBytesMax() {
    return DROPPED_FACTOR * maxRequestBytes;
  }

  boolean loopback() {
    return isLoopback(host);
  }

  /** Looks at the name alone, so that no name server decides what is open. */
  static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}");
  }

  private static void checkLength(String key, Optional<String> token) {
    if (token.isPresent() && token.get().strip().length() < TOKEN_LENGTH_MIN) {
      throw new WrongInput(key, "expected " + TOKEN_LENGTH_MIN + " characters or more");
    }
  }
}
