/** The parsers of the host tools against the outputs and documents of the jc project. */
@NullMarked
package dev.shindan.evals.dataset.jc;

import org.jspecify.annotations.NullMarked;
