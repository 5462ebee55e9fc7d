/**
 * Log lines that lie on the hosts themselves: files, rotated and compressed ones, and the journal.
 */
@NullMarked
package dev.shindan.collectors.host.logs;

import org.jspecify.annotations.NullMarked;
