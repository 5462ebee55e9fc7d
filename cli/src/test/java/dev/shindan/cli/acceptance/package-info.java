/** Drives the real command in processes of its own, as its users do. */
@NullMarked
package dev.shindan.cli.acceptance;

import org.jspecify.annotations.NullMarked;
