package dev.relevo.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be used of a model, and what it costs.
 *
 * @param price null if nobody knows
 */
public record Terms(List<QuotaLimit> limits, @Nullable Price price) {
    public static final Terms NONE = new Terms(List.of(), null);

    public Terms {
        limits = List.copyOf(limits);
    }
}
