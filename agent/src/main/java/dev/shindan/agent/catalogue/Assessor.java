package dev.shindan.agent.catalogue;

import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import java.util.List;

/** What code makes of an observation by itself, whichever reasoner is at work. Pure. */
public interface Assessor {
  /** SHA-256 over the knowledge used; recorded with every finding. */
  String hash();

  /**
   * The notable facts of one answered call.
   *
   * @param raw the stored output of the call, for quotes; empty when there is none
   */
  List<Finding> findings(CallState call, CaseFile caseFile, String raw);

  /**
   * What one answered call says about one hypothesis, by the checks of its fault kind. Empty when
   * no check covers the call or its condition is unknown.
   */
  List<Evidence> evidence(Hypothesis hypothesis, CallState call, CaseFile caseFile, String raw);
}
