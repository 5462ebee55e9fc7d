package dev.shindan.collectors.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of asking once.
 *
 * @param passing whether asking again may help
 * @param askedToWait what the store's Retry-After says in seconds
 */
record Attempt(Reply reply, boolean passing, Optional<Duration> askedToWait) {
  static Attempt last(Reply reply) {
    return new Attempt(reply, false, Optional.empty());
  }

  static Attempt answered(Reply reply, int status, HttpHeaders headers) {
    boolean passing = status == 429 || (status >= 502 && status <= 504);
    return new Attempt(
        reply,
        passing,
        headers
            .firstValue("Retry-After")
            .map(String::strip)
            .filter(seconds -> seconds.matches("[0-9]{1,6}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))));
  }
}
