/** The built-in reasoner: it reasons over the fault catalogue, with no model and no network. */
@NullMarked
package dev.shindan.agent.reason.builtin;

import org.jspecify.annotations.NullMarked;
