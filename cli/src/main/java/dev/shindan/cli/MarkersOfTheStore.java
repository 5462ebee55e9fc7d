package dev.shindan.cli;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.ChangeMarkers;
import dev.shindan.agent.source.ChangeSource;
import dev.shindan.agent.source.Changes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The told changes of a store that is opened only when they are asked for. Thread-safe. */
record MarkersOfTheStore(Supplier<ChangeMarkers> opening) implements ChangeSource {
  @Override
  public Changes find(Window window, Duration timeout) throws InterruptedException {
    return opening.get().find(window, timeout);
  }

  @Override
  public Optional<String> check() {
    return opening.get().check();
  }
}
