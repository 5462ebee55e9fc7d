/** What a reasoner is: it reads the case file and asks for moves. */
@NullMarked
package dev.shindan.agent.reason;

import org.jspecify.annotations.NullMarked;
