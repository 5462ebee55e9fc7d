/** Measures: runs cases through the real loop and scores the verdicts against the truth. */
@NullMarked
package dev.shindan.evals;

import org.jspecify.annotations.NullMarked;
