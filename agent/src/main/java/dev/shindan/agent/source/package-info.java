/**
 * Ports of the stores that hold telemetry: metrics and traces now; logs and changes have their
 * place here.
 */
@NullMarked
package dev.shindan.agent.source;

import org.jspecify.annotations.NullMarked;
