/** Remembers: trails, inboxes, incidents and their queue, in SQLite or PostgreSQL. */
@NullMarked
package dev.shindan.store;

import org.jspecify.annotations.NullMarked;
