/**
 * The investigator: checks moves against the rules, makes them happen, and appends what happened.
 */
@NullMarked
package dev.shindan.agent.investigate;

import org.jspecify.annotations.NullMarked;
