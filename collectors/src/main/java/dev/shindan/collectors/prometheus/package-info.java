/** Metric series from any store that speaks Prometheus's HTTP API. */
@NullMarked
package dev.shindan.collectors.prometheus;

import org.jspecify.annotations.NullMarked;
