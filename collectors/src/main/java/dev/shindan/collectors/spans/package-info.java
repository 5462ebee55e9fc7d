/**
 * What trace stores have in common: which attributes are kept and what makes a span a failed one.
 */
@NullMarked
package dev.shindan.collectors.spans;

import org.jspecify.annotations.NullMarked;
