/** Public benchmark data, measured in the layout it is published in; see docs/datasets.md. */
@org.jspecify.annotations.NullMarked
package dev.shindan.evals.dataset;
