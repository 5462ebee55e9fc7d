/** Reading time, level and message out of a line as a program wrote it. */
@NullMarked
package dev.shindan.collectors.lines;

import org.jspecify.annotations.NullMarked;
