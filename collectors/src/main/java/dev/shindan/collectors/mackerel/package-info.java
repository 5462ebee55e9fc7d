/** Metrics and annotations of a Mackerel organization. */
@NullMarked
package dev.shindan.collectors.mackerel;

import org.jspecify.annotations.NullMarked;
