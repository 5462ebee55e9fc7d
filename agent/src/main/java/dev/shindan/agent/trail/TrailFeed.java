package dev.shindan.agent.trail;

/** Tells listeners of this process that a trail has grown; other processes are not heard. */
public interface TrailFeed {
  /** Is told after the commit, on the appending thread; must be quick and must not append. */
  @FunctionalInterface
  interface Listener {
    void appended(String investigation, long lastNumber);
  }

  /** Listening until closed. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  Subscription onAppend(Listener listener);
}
