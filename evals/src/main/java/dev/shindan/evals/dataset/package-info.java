/** Public benchmark data, measured in the layout it is published in; see docs/datasets.md. */
@NullMarked
package dev.shindan.evals.dataset;

import org.jspecify.annotations.NullMarked;
