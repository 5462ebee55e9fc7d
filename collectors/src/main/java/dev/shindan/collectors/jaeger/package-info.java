/** Spans from Jaeger. */
@NullMarked
package dev.shindan.collectors.jaeger;

import org.jspecify.annotations.NullMarked;
