package dev.relevo.quota;

import dev.relevo.config.Quantity;
import dev.relevo.dialect.ScopeKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much may be under way at once in one scope. Guarded by the ledger's lock. */
final class AtOnce {
    private static final long UNLIMITED = Meter.UNLIMITED;

    /** Nobody knows when what is under way ends. */
    private static final long NEXT_END_NANOS = Duration.ofSeconds(1).toNanos();

    private final UnderWay underWay;
    private long own = UNLIMITED;
    private long told = UNLIMITED;

    AtOnce(UnderWay underWay) {
        this.underWay = underWay;
    }

    boolean limited() {
        return most() < UNLIMITED;
    }

    /** No configuration limits it any more. */
    void forget() {
        own = UNLIMITED;
    }

    /** Of two limits of configurations the lower holds. */
    void limit(long most) {
        own = Math.min(own, most);
    }

    /** The provider's word; null where it does not say. */
    void told(@Nullable Long most) {
        told = most == null ? told : most;
    }

    boolean fits(Demand demand) {
        return underWay.of(Quantity.CONCURRENT) + demand.requests() <= most();
    }

    /** A guess where too much is under way. */
    long whenFits(Demand demand, long now) {
        if (fits(demand)) {
            return now;
        }
        return most() > 0 ? now + NEXT_END_NANOS : Tally.NEVER;
    }

    /** Adds it where there is such a limit. */
    void view(ScopeKind scope, List<LimitView> views) {
        if (limited()) {
            views.add(view(scope));
        }
    }

    /** For people. */
    LimitView view(ScopeKind scope) {
        long used = underWay.of(Quantity.CONCURRENT);
        long left = Math.max(0, most() - used);
        String origin = told < own ? "told" : "own";
        return new LimitView(scope, Quantity.CONCURRENT, null, most(), used, used, left, null, null, origin);
    }

    long most() {
        return Math.min(own, told);
    }
}
