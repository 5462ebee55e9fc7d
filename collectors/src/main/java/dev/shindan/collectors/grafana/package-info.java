/** What people and pipelines noted in Grafana. */
@NullMarked
package dev.shindan.collectors.grafana;

import org.jspecify.annotations.NullMarked;
