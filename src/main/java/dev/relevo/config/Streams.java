package dev.relevo.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a pool treats streamed answers.
 *
 * @param keepAliveAfter silence after which the client gets a comment
 * @param bridgeAfter how long after its arrival a request that nobody answered yet gets a head and comments, while the
 *     search goes on; null for never
 * @param onCut what is done about an answer that breaks off
 * @param skipMalformed whether an event that is none is left out, and the client told by a comment, instead of taken for a cut
 */
public record Streams(Duration keepAliveAfter, @Nullable Duration bridgeAfter, OnCut onCut, boolean skipMalformed) {
    public static final Streams DEFAULT = new Streams(Duration.ofSeconds(15), null, OnCut.ERROR, false);
}
