/** Spans from Zipkin. */
@NullMarked
package dev.shindan.collectors.zipkin;

import org.jspecify.annotations.NullMarked;
