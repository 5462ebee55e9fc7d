/** Starts: reads the command line, wires the parts together and prints what they found. */
@NullMarked
package dev.shindan.cli;

import org.jspecify.annotations.NullMarked;
