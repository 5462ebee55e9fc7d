/** Log lines from Grafana Loki. */
@NullMarked
package dev.shindan.collectors.loki;

import org.jspecify.annotations.NullMarked;
