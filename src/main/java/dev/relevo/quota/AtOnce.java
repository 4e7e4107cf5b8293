package dev.relevo.quota;

import dev.relevo.config.Quantity;
import dev.relevo.dialect.ScopeKind;
import java.time.Duration;
import java.util.List;

/** How many requests of one scope may be under way at once. Guarded by the ledger's lock. */
final class AtOnce {
    private static final long UNLIMITED = Meter.UNLIMITED;

    /** Nobody knows when what is under way ends. */
    private static final long NEXT_END_NANOS = Duration.ofSeconds(1).toNanos();

    private long own = UNLIMITED;
    private long told = UNLIMITED;

    /** No configured limit holds any more. */
    void clear() {
        own = UNLIMITED;
    }

    /** A configuration allows no more. */
    void allow(long most) {
        own = Math.min(own, most);
    }

    /** The provider allows no more. */
    void told(long most) {
        told = most;
    }

    boolean isLimited() {
        return most() < UNLIMITED;
    }

    boolean fits(long underWay) {
        return underWay < most();
    }

    /** The earliest moment from now on at which another fits, where so many are under way. */
    long whenFits(long underWay, long now) {
        if (fits(underWay)) {
            return now;
        }
        return most() > 0 ? now + NEXT_END_NANOS : Tally.NEVER;
    }

    /** For people. */
    void view(ScopeKind scope, long underWay, List<LimitView> views) {
        if (isLimited()) {
            String origin = told < own ? "told" : "own";
            long left = Math.max(0, most() - underWay);
            views.add(new LimitView(scope, Quantity.CONCURRENT, null, most(), underWay, left, null, null, origin));
        }
    }

    private long most() {
        return Math.min(own, told);
    }
}
