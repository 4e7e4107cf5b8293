package dev.relevo.config;

import java.time.Duration;
import java.util.List;

/**
 * A model name that clients ask for, and the pool behind it.
 *
 * @param entries targets in the file's order, those without a live provider included
 * @param holdLimit bytes of a plain answer held back before the client sees any, so that a broken one can fail over
 * @param keepAliveAfter silence after which a streaming client gets a comment
 */
public record Alias(String name, Strategy strategy, List<Entry> entries, int holdLimit, Duration keepAliveAfter) {
    public Alias {
        entries = List.copyOf(entries);
    }
}
