package dev.shindan.cli;

import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.StoredOutputs;
import dev.shindan.agent.trail.Event;
import dev.shindan.store.SqlStore;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The raw outputs of an investigation in the store, by the number of the call that printed them.
 */
record OutputsOfTheStore(Supplier<SqlStore> store) implements StoredOutputs {
  @Override
  public Optional<RawOutput> find(String investigation, long entry) {
    SqlStore opened = store.get();
    return opened.trails().read(investigation, 0).stream()
        .map(found -> found.event())
        .filter(Event.Answered.class::isInstance)
        .map(Event.Answered.class::cast)
        .filter(answered -> answered.call() == entry)
        .flatMap(answered -> answered.rawHash().stream())
        .findFirst()
        .flatMap(hash -> opened.trails().find(investigation, hash));
  }
}
