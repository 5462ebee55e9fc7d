/** Speed of the analysis, measured on made-up data. */
@org.jspecify.annotations.NullMarked
package dev.shindan.evals.bench;
