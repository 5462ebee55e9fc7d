/**
 * The fault catalogue: known fault kinds, their checks over tool facts, and what each check says.
 */
@NullMarked
package dev.shindan.agent.catalogue;

import org.jspecify.annotations.NullMarked;
