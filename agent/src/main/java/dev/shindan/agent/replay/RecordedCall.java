package dev.shindan.agent.replay;

import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One call as it went when it was recorded.
 *
 * @param raw name of the file with the redacted output, when there was any
 * @param settled the answer, when there was no output to read
 */
public record RecordedCall(
    ToolCall call,
    Optional<String> raw,
    long omittedBytes,
    Optional<ToolAnswer> settled,
    Instant observedAt,
    Optional<Duration> clockOffset) {}
