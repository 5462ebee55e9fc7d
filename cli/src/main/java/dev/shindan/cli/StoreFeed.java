package dev.shindan.cli;

import dev.shindan.store.SqlTrailStore;
import dev.shindan.web.TrailFeed;

/** Passes the store's news of appended entries on to the pages. */
record StoreFeed(SqlTrailStore trails) implements TrailFeed {
  @Override
  public Subscription subscribe(String investigation, Runnable onAppend) {
    var subscription =
        trails.onAppend(
            (appended, _) -> {
              if (appended.equals(investigation)) {
                onAppend.run();
              }
            });
    return subscription::close;
  }
}
