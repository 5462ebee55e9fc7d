/** The parsers of the host tools against the outputs and documents of the jc project. */
@org.jspecify.annotations.NullMarked
package dev.shindan.evals.dataset.jc;
