/** Spans from Grafana Tempo. */
@NullMarked
package dev.shindan.collectors.tempo;

import org.jspecify.annotations.NullMarked;
