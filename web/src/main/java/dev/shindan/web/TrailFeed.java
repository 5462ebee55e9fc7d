package dev.shindan.web;

/** News that a trail has grown; a hint only, since another process may append too. */
public interface TrailFeed {
  /** Knows nothing: readers fall back to looking at intervals. */
  TrailFeed SILENT = (_, _) -> () -> {};

  /** Ends a subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Runs {@code onAppend} after each append to the investigation until the subscription is closed.
   * It may run on any thread and must return at once.
   */
  Subscription subscribe(String investigation, Runnable onAppend);
}
