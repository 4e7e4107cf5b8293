package dev.relevo.upstream;

import dev.relevo.dialect.Told;
import dev.relevo.wire.ErrorBody;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's own words when it did not answer.
 *
 * @param status its HTTP status, or the one that an error inside a 200 stands for
 * @param error what it said, in OpenAI's terms
 * @param body its body where that is an OpenAI error object already, to be relayed as it is; else null
 * @param retryAfter how long it asks to wait, or null
 * @param told what it tells of limits, in its headers or its body
 */
public record Refusal(
        int status,
        ErrorBody error,
        byte @Nullable [] body,
        @Nullable Duration retryAfter,
        List<Told> told) {}
