/** Asks one question of many hosts at once, and names those that differ. */
@NullMarked
package dev.shindan.agent.fleet;

import org.jspecify.annotations.NullMarked;
