package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.dialect.ScopeKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit, for people.
 *
 * @param scope whose it is; a client's own is its access key's
 * @param period null for {@link Quantity#CONCURRENT}
 * @param most null where only what is left was told
 * @param used as the quantity counts, with what is reserved
 * @param reserved of that, what is set aside for attempts that are not over
 * @param left null where nobody knows
 * @param resetsIn until all of it is there again, if nothing more is used; null for {@link Quantity#CONCURRENT}
 * @param runsOutIn when it will be spent at the pace of late; null if it resets before
 * @param origin {@code own} (the configuration's), {@code assumed} (a plan's), {@code told} (the provider's) or
 *     {@code learned} (by being refused)
 */
public record LimitView(
        ScopeKind scope,
        Quantity quantity,
        @Nullable Period period,
        @Nullable Long most,
        long used,
        long reserved,
        @Nullable Long left,
        @Nullable Duration resetsIn,
        @Nullable Duration runsOutIn,
        String origin) {
    /** As a file spells it: {@code requests-per-day: 1000}. */
    public String text() {
        return most == null ? QuotaLimit.name(quantity, period) : QuotaLimit.text(quantity, period, most);
    }
}
