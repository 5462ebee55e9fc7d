/** Alerts as Prometheus Alertmanager posts them. */
@NullMarked
package dev.shindan.collectors.alertmanager;

import org.jspecify.annotations.NullMarked;
