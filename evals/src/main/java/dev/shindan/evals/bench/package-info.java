/** Speed of the analysis, measured on made-up data. */
@NullMarked
package dev.shindan.evals.bench;

import org.jspecify.annotations.NullMarked;
