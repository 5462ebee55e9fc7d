package dev.shindan.agent.tool;

import java.util.Optional;

/** Where raw outputs are kept, by investigation and hash. */
public interface RawOutputs {
  Optional<RawOutput> find(String investigation, String hash);
}
