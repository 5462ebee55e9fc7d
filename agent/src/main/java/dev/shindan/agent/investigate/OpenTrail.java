package dev.shindan.agent.investigate;

import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.TrailStore;
import java.util.List;

/**
 * One trail in the hands of the worker that appends to it. Not thread-safe: only the investigating
 * thread holds it.
 */
final class OpenTrail {
  private final TrailStore store;
  private CaseFile caseFile;

  OpenTrail(TrailStore store, String investigation) {
    this.store = store;
    this.caseFile = CaseFile.of(investigation, store.read(investigation, 0));
  }

  CaseFile caseFile() {
    return caseFile;
  }

  TrailStore store() {
    return store;
  }

  /**
   * Appends events and folds them.
   *
   * @return the number of the first one
   * @throws TrailStore.Fenced when another worker appended first
   */
  long append(List<? extends Event> events, List<RawOutput> raws) {
    long first = caseFile.lastNumber() + 1;
    if (events.isEmpty()) {
      return first;
    }
    String investigation = caseFile.investigation();
    store.append(investigation, first, List.copyOf(events), raws);
    caseFile = CaseFile.of(investigation, store.read(investigation, 0));
    return first;
  }

  long append(Event event) {
    return append(List.of(event), List.of());
  }
}
