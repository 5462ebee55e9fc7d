/** The port every diagnostic implements, its runner, redaction, and the port of raw output. */
@NullMarked
package dev.shindan.agent.tool;

import org.jspecify.annotations.NullMarked;
