/** What was committed to a repository on this machine. */
@NullMarked
package dev.shindan.collectors.git;

import org.jspecify.annotations.NullMarked;
