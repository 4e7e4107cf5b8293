package dev.relevo.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model name that clients ask for, and the pool behind it.
 *
 * @param entries targets in the file's order, those without a live provider included
 * @param holdLimit bytes of a plain answer held back before the client sees any, so that a broken one can fail over
 * @param streams how its streamed answers are kept alive, and what is done about broken ones
 * @param retries what is done before a target is left
 * @param timeouts bounds on those of its providers
 */
public record Alias(
        String name,
        Strategy strategy,
        Affinity affinity,
        List<Entry> entries,
        int holdLimit,
        Streams streams,
        Retries retries,
        Timeouts timeouts) {
    public static final int DEFAULT_HOLD_LIMIT = 1 << 20;

    public Alias {
        entries = List.copyOf(entries);
    }

    /** This alias with one more entry at the end. */
    Alias with(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new Alias(name, strategy, affinity, more, holdLimit, streams, retries, timeouts);
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
        return new Alias(name, strategy, affinity, changed, holdLimit, streams, retries, timeouts);
    }

    /** Whether no configuration names it: a client asked for a model as {@code provider/model}. */
    public boolean isMadeUp() {
        return entries.isEmpty() && name.indexOf('/') >= 0;
    }

    /** Its name; {@code provider/*} for all that are made up, of which there may be any number. */
    public String knownName() {
        return isMadeUp() ? name.substring(0, name.indexOf('/')) + "/*" : name;
    }
}
