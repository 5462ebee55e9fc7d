package dev.shindan.cli;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** The store of traces; one of them is given. */
record TraceStores(
    Optional<Http> zipkin,
    Optional<Http> jaeger,
    Optional<Http> tempo,
    Optional<OpenSearch> openSearch) {
  TraceStores {
    long given = Stream.of(zipkin, jaeger, tempo, openSearch).filter(Optional::isPresent).count();
    if (given > 1) {
      throw new IllegalArgumentException("one store of traces was expected, not " + given);
    }
  }

  /** A store behind an HTTP API. */
  record Http(
      URI url,
      Optional<String> token,
      Optional<String> tenant,
      Optional<Integer> timeoutSeconds,
      Optional<Integer> responseBytesMax) {
    @Override
    public String toString() {
      return "Http";
    }
  }

  /** Span indices in OpenSearch. */
  record OpenSearch(
      URI url,
      Optional<String> token,
      Optional<Integer> timeoutSeconds,
      Optional<Integer> responseBytesMax,
      Optional<String> index) {
    @Override
    public String toString() {
      return "OpenSearch";
    }
  }
}
