package dev.shindan.agent.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.trail.CaseFile;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether facts are about a whole machine although they were asked of one container on it: then
 * they accuse all of its containers alike, and hence none of them alone.
 */
final class SharedKernel {
  /** The tool that tells containers from machines. */
  private static final String TOOL = "environment";

  static final String MARK =
      " (of the whole machine: several containers may share its kernel, so this names none of"
          + " them)";

  private SharedKernel() {}

  /**
   * @param kernelFiles the files of the kernel that the facts were read from; with none the facts
   *     are the host's own
   */
  static boolean of(Set<String> kernelFiles, String host, CaseFile caseFile) {
    if (kernelFiles.isEmpty()) {
      return false;
    }
    Optional<JsonNode> facts =
        caseFile.calls().stream()
            .filter(call -> call.call().tool().equals(TOOL) && call.call().target().equals(host))
            .flatMap(call -> call.facts().stream())
            .reduce((_, later) -> later);
    if (facts.isEmpty() || !facts.get().path("container").asBoolean()) {
      return false;
    }
    Set<String> shared = new TreeSet<>(kernelFiles);
    facts.get().path("ownFiles").forEach(file -> shared.remove(file.asText()));
    return !shared.isEmpty();
  }
}
