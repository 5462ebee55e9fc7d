package dev.shindan.agent.tool;

import java.util.Optional;

/** The raw outputs of an investigation by the number of the entry that cites them. */
@FunctionalInterface
public interface StoredOutputs {
  /** Empty when there is no such entry, or it has no raw output. */
  Optional<RawOutput> find(String investigation, long entry);
}
