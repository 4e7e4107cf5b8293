package dev.relevo.dialect;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Quotas;
import dev.relevo.config.Window;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider told of one of its limits, in the headers of an answer or in an error. What is read here is sane: a
 * limit is from 1 to {@link #MOST}, what remains from 0 to the limit, a reset from zero to
 * {@link dev.relevo.wire.Durations#MAX}; and limit or remaining is told.
 *
 * @param period over which it counts, or null if it was not told; then the reset is a hint
 * @param limit the most, or null
 * @param remaining what is left of it, or null
 * @param reset until there is room again, or all of it, or null
 * @param window when what was used counts no more, or null if nobody knows
 * @param scope whom it concerns
 */
public record Told(
        Quantity quantity,
        @Nullable Period period,
        @Nullable Long limit,
        @Nullable Long remaining,
        @Nullable Duration reset,
        @Nullable Window window,
        ScopeKind scope) {
    /** No limit is believed to be larger. */
    public static final long MOST = 1_000_000_000_000_000L;

    /**
     * Reads the headers of an answer, good or bad, in every provider's names. One that tells nothing costs no memory.
     *
     * @param quotas tell the period where a name does not
     */
    public static List<Told> of(Headers headers, Quotas quotas, long nowEpochMillis) {
        return headers.hasName(LimitName::isOne) ? LimitFields.read(headers, quotas, nowEpochMillis) : List.of();
    }

    /**
     * Reads an error that refuses a request for a limit.
     *
     * @param message its words
     * @param body all of it
     * @param quotas tell the period where the error does not
     */
    public static List<Told> ofError(String message, byte[] body, Quotas quotas, long nowEpochMillis) {
        List<Told> told = joined(LimitDetails.read(body, nowEpochMillis), LimitWords.read(message));
        return told.stream().map(one -> one.over(quotas)).toList();
    }

    /** All of the first, with what they leave open where the others tell it, and what only the others tell. */
    public static List<Told> joined(List<Told> first, List<Told> others) {
        if (first.isEmpty() || others.isEmpty()) {
            return first.isEmpty() ? others : first;
        }
        List<Told> all = new ArrayList<>(first);
        for (Told other : others) {
            int same = 0;
            while (same < all.size() && !all.get(same).concernsSame(other)) {
                same++;
            }
            if (same == all.size()) {
                all.add(other);
            } else if (agree(all.get(same).limit, other.limit)) {
                all.set(same, all.get(same).filled(other));
            }
        }
        return List.copyOf(all);
    }

    /** The same of another scope. */
    public Told in(ScopeKind other) {
        return new Told(quantity, period, limit, remaining, reset, window, other);
    }

    /** The same, of such a window that ends after that time. */
    public Told within(Window known, Duration ends) {
        return new Told(quantity, period, limit, remaining, ends, known, scope);
    }

    private Told over(Quotas quotas) {
        Period known = quotas.told().get(quantity);
        return period != null || known == null
                ? this
                : new Told(quantity, known, limit, remaining, reset, window, scope);
    }

    /** A limit whose period nobody told is the other's only if both are as large. */
    private boolean concernsSame(Told other) {
        boolean untold = period == null || other.period == null;
        return quantity == other.quantity && (untold ? agree(limit, other.limit) : period == other.period);
    }

    private static boolean agree(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null || one.equals(other);
    }

    private Told filled(Told other) {
        return new Told(
                quantity,
                period == null ? other.period : period,
                limit == null ? other.limit : limit,
                remaining == null ? other.remaining : remaining,
                reset == null ? other.reset : reset,
                window == null ? other.window : window,
                scope);
    }
}
