package dev.relevo.quota;

import org.jspecify.annotations.Nullable;

/**
 * What is set aside for one attempt in all scopes of its target. Ended by exactly one of its methods; whatever is called
 * after that does nothing. Safe for use by many threads.
 */
public final class Reservation {
    private final Ledger ledger;
    private final Scopes scopes;
    private final @Nullable Scope client;
    private final Demand expected;
    private final long sequence;
    private long at;

    /** How many attempts had begun, with this one. */
    private final Begun begun;

    /** Whether the provider counts it by now. Guarded by the ledger's lock. */
    private boolean counted;

    /** Whether something is set aside. Guarded by the ledger's lock. */
    private boolean held;

    /**
     * @param client the scope of whoever asks, if that has limits of its own
     * @param sequence later ones have a higher one
     * @param held false where nothing is limited
     */
    Reservation(
            Ledger ledger,
            Scopes scopes,
            @Nullable Scope client,
            Demand expected,
            long sequence,
            long at,
            Begun begun,
            boolean held) {
        this.ledger = ledger;
        this.scopes = scopes;
        this.client = client;
        this.expected = expected;
        this.sequence = sequence;
        this.at = at;
        this.begun = begun;
        this.held = held;
    }

    /**
     * Before what it is for is sent: should it leave nothing of a limit, that is told first, so that a sudden end does not make
     * it forgotten. To be called without any lock.
     */
    public void announce() {
        if (held) {
            ledger.announce(scopes, client);
        }
    }

    /**
     * The provider counts it by now: whatever moves with each use moves from when it was sent to now, since nobody knows when
     * in between it was counted.
     */
    public void reached(long nowNanos) {
        if (held) {
            ledger.reached(this, nowNanos);
        }
    }

    /** The attempt took that much. */
    public void settle(Demand taken, long nowNanos) {
        end(taken, nowNanos);
    }

    /** The provider was reached, and nobody told what it took: as much as was expected. */
    public void count(long nowNanos) {
        end(expected, nowNanos);
    }

    /** The provider was not reached, or refused for a limit: it took nothing. */
    public void release(long nowNanos) {
        end(null, nowNanos);
    }

    /** What was never held or is over already needs no lock: it is never held again. */
    private void end(@Nullable Demand taken, long nowNanos) {
        if (held) {
            ledger.over(this, taken, nowNanos);
        }
    }

    /** What was set aside. */
    public Demand expected() {
        return expected;
    }

    long sequence() {
        return sequence;
    }

    long at() {
        return at;
    }

    Begun begun() {
        return begun;
    }

    /** From now on it counts as of that moment, with the provider too. With the ledger's lock, as what follows. */
    void countedAt(long moment) {
        scopes.reached(this, moment);
        if (client != null) {
            client.meters().reached(this, moment);
        }
        at = moment;
        counted = true;
    }

    /** @param taken null for nothing */
    void ended(@Nullable Demand taken, long now) {
        scopes.end(this, taken, now);
        if (client != null) {
            client.meters().end(this, taken, now);
        }
    }

    boolean isCounted() {
        return counted;
    }

    boolean isHeld() {
        return held;
    }

    void over() {
        held = false;
    }
}
