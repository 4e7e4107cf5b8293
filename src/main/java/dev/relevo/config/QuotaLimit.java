package dev.relevo.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit on what may be used of something.
 *
 * @param period null for {@link Quantity#CONCURRENT}, which has none
 * @param most as the quantity counts; zero for nothing at all
 * @param assumed whether it is a preset's word on a provider's plan, so that what the provider tells replaces it; else it
 *     is the user's own and holds besides
 */
public record QuotaLimit(Quantity quantity, @Nullable Period period, long most, Window window, boolean assumed) {
    /** Limits, and of assumed ones those that none of them takes the place of by counting the same. */
    static List<QuotaLimit> over(List<QuotaLimit> limits, List<QuotaLimit> assumed) {
        List<QuotaLimit> all = new ArrayList<>(limits);
        for (QuotaLimit each : assumed) {
            if (limits.stream().noneMatch(each::countsLike)) {
                all.add(each);
            }
        }
        return List.copyOf(all);
    }

    private boolean countsLike(QuotaLimit other) {
        return quantity == other.quantity && period == other.period;
    }
}
