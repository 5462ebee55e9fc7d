/** Contract kit of the incident store. */
@NullMarked
package dev.shindan.agent.triage;

import org.jspecify.annotations.NullMarked;
