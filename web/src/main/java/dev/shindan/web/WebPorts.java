package dev.shindan.web;

import dev.shindan.agent.trail.Inbox;
import dev.shindan.agent.trail.TrailStore;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;

/**
 * What the server stands on.
 *
 * @param metrics everything registered here is served by {@code /metrics}
 */
public record WebPorts(
    TrailStore trails,
    Inbox inbox,
    Investigations investigations,
    TrailFeed feed,
    Clock clock,
    CollectorRegistry metrics) {}
