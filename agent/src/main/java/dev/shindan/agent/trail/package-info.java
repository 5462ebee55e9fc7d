/** The append-only entries of one investigation, and the case file, which is their fold. */
@NullMarked
package dev.shindan.agent.trail;

import org.jspecify.annotations.NullMarked;
