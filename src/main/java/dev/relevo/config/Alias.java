package dev.relevo.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model name that clients ask for, and the pool behind it.
 *
 * @param entries targets in the file's order, those without a live provider included
 * @param holdLimit bytes of a plain answer held back before the client sees any, so that a broken one can fail over
 * @param keepAliveAfter silence after which a streaming client gets a comment
 * @param retries what is done before a target is left
 * @param timeouts bounds on those of its providers
 */
public record Alias(
        String name,
        Strategy strategy,
        List<Entry> entries,
        int holdLimit,
        Duration keepAliveAfter,
        Retries retries,
        Timeouts timeouts) {
    public static final int DEFAULT_HOLD_LIMIT = 1 << 20;
    public static final Duration DEFAULT_KEEP_ALIVE_AFTER = Duration.ofSeconds(15);

    public Alias {
        entries = List.copyOf(entries);
    }

    /** This alias with one more entry at the end. */
    Alias with(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new Alias(name, strategy, more, holdLimit, keepAliveAfter, retries, timeouts);
    }

    /** This alias with its entries changed; null drops one. */
    Alias withEntries(Function<Entry, @Nullable Entry> change) {
        List<Entry> changed = new ArrayList<>();
        for (Entry entry : entries) {
            Entry then = change.apply(entry);
            if (then != null) {
                changed.add(then);
            }
        }
        return new Alias(name, strategy, changed, holdLimit, keepAliveAfter, retries, timeouts);
    }
}
