package dev.shindan.agent.signal;

import java.util.Optional;

/**
 * An operation whose own time has grown.
 *
 * @param callee when the operation only waits for another service: that one. Its own time is then
 *     what passes between the two, on the network and in queues.
 * @param strength from 0 to 1, see {@link Slowdown}
 */
public record SlowOperation(
    String service,
    String operation,
    Optional<String> callee,
    Slowdown slowdown,
    double strength) {}
