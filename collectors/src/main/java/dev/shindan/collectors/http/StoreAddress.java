package dev.shindan.collectors.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Where a store is, how it is told who asks, and how much it may answer.
 *
 * @param url what its paths are put behind; user info in it is sent as basic credentials
 * @param token sent as a bearer token; wins over user info in the URL
 * @param headers sent with every question, for a tenant or an API key; never shown
 * @param timeout the longest one question may take, whatever the caller allows
 * @param responseBytesMax a longer answer is not read
 * @param retry how often a question is asked again that was not answered for the moment
 */
public record StoreAddress(
    URI url,
    Optional<String> token,
    Map<String, String> headers,
    Duration timeout,
    int responseBytesMax,
    Retry retry) {
  /** How long one question may take unless the settings say otherwise. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** How long an answer may be unless the settings say otherwise. */
  public static final int RESPONSE_BYTES_MAX = 32 << 20;

  public StoreAddress {
    String scheme = String.valueOf(url.getScheme());
    if (!scheme.matches("https?") || url.getHost() == null) {
      throw new IllegalArgumentException("url must be http:// or https:// with a host");
    }
    if (url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("url must have no query and no fragment");
    }
    if (timeout.isNegative() || timeout.isZero() || responseBytesMax < 1024) {
      throw new IllegalArgumentException("timeout must be above 0, responseBytesMax 1024 or more");
    }
    headers = Map.copyOf(headers);
  }

  /** Each question is asked once. */
  public StoreAddress(
      URI url,
      Optional<String> token,
      Map<String, String> headers,
      Duration timeout,
      int responseBytesMax) {
    this(url, token, headers, timeout, responseBytesMax, Retry.NEVER);
  }

  /** Without credentials, and with the limits that stand above. */
  public static StoreAddress of(URI url) {
    return new StoreAddress(url, Optional.empty(), Map.of(), TIMEOUT, RESPONSE_BYTES_MAX);
  }

  public StoreAddress with(String header, String value) {
    Map<String, String> all = new java.util.HashMap<>(headers);
    all.put(header, value);
    return new StoreAddress(url, token, all, timeout, responseBytesMax, retry);
  }

  public StoreAddress retrying(Retry asOften) {
    return new StoreAddress(url, token, headers, timeout, responseBytesMax, asOften);
  }

  /** What says who asks, as HTTP wants it: the token, or the user info of the URL. */
  public Optional<String> authorization() {
    String userInfo = url.getUserInfo();
    return token
        .map(given -> "Bearer " + given)
        .or(
            () ->
                Optional.ofNullable(userInfo)
                    .map(given -> given.getBytes(StandardCharsets.UTF_8))
                    .map(bytes -> "Basic " + Base64.getEncoder().encodeToString(bytes)));
  }

  /** Without the token and the user info, so that it may be logged. */
  @Override
  public String toString() {
    return "StoreAddress[" + shown() + "]";
  }

  /** The URL as it may be shown: without user info and trailing slashes. */
  public String shown() {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/+$", "");
    return url.getScheme() + "://" + url.getHost() + port + path;
  }
}
