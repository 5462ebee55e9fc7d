/** The contracts on real databases, and what only a database can get wrong. */
@NullMarked
package dev.shindan.store;

import org.jspecify.annotations.NullMarked;
