/**
 * From alerts to incidents to investigations: scoping, grouping, the durable queue and its workers.
 */
@NullMarked
package dev.shindan.agent.triage;

import org.jspecify.annotations.NullMarked;
