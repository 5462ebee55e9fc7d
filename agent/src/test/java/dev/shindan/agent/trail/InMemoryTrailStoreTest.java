package dev.shindan.agent.trail;

import java.time.Clock;
import org.junit.jupiter.api.Nested;

final class InMemoryTrailStoreTest {
  private final InMemoryTrailStore store = new InMemoryTrailStore(Clock.systemUTC());

  @Nested
  final class AsTrailStore extends TrailStoreContract {
    @Override
    protected TrailStore store() {
      return store;
    }
  }

  @Nested
  final class AsInbox extends InboxContract {
    @Override
    protected Inbox inbox() {
      return store;
    }
  }
}
