package dev.relevo.quota;

import org.jspecify.annotations.Nullable;

/**
 * What is set aside for one attempt in all scopes of its target. Ended by exactly one of its methods; whatever is called
 * after that does nothing. Safe for use by many threads.
 */
public final class Reservation implements SetAside {
    private final Ledger ledger;
    private final Scopes scopes;
    private final @Nullable Charge own;
    private final Demand expected;
    private final long sequence;
    private final long began;
    private long at;

    /** How many attempts had begun, with this one. */
    private final Begun begun;

    /** Whether the provider counts it by now. Guarded by the ledger's lock. */
    private boolean counted;

    /** Whether what is told to it does not count its answer. Guarded by the ledger's lock. */
    private boolean answerFollows;

    private final @Nullable Levels before;
    private volatile @Nullable Levels after;

    /** Whether something is set aside. Guarded by the ledger's lock. */
    private boolean held;

    /**
     * @param own of whoever asks, if that has limits of its own
     * @param sequence later ones have a higher one
     * @param before how much was used; null where nothing is limited, so that nothing is held
     */
    Reservation(
            Ledger ledger,
            Scopes scopes,
            @Nullable Charge own,
            Demand expected,
            long sequence,
            long at,
            Begun begun,
            @Nullable Levels before) {
        this.ledger = ledger;
        this.scopes = scopes;
        this.own = own;
        this.expected = expected;
        this.sequence = sequence;
        this.began = at;
        this.at = at;
        this.begun = begun;
        this.before = before;
        this.held = before != null;
    }

    /**
     * Before what it is for is sent: should it leave nothing of a limit, that is told first, so that a sudden end does not make
     * it forgotten. To be called without any lock.
     */
    public void announce() {
        if (held) {
            ledger.announce(scopes, own == null ? null : own.client());
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
        end(taken, taken, nowNanos);
    }

    /**
     * The provider was reached, and nobody told what it took: as much as was expected, but for the client, which got nothing of
     * it.
     */
    public void count(long nowNanos) {
        end(expected, Demand.REQUEST, nowNanos);
    }

    /** The provider was reached, and the client did not wait for what it took: as much as was expected. */
    public void forsake(long nowNanos) {
        end(expected, expected, nowNanos);
    }

    /** The provider was not reached, or refused for a limit: it took nothing. */
    public void release(long nowNanos) {
        end(null, Demand.REQUEST, nowNanos);
    }

    /** What was never held or is over already needs no lock: it is never held again. */
    private void end(@Nullable Demand taken, Demand charged, long nowNanos) {
        if (held) {
            ledger.over(this, taken, charged, nowNanos);
        }
    }

    /** What was set aside. */
    @Override
    public Demand expected() {
        return expected;
    }

    /** It streams: what the provider tells at the beginning does not count the answer. To be called before that is told. */
    public void streams() {
        answerFollows = true;
    }

    @Override
    public boolean answerFollows() {
        return answerFollows;
    }

    /** How much was used before it; null where nothing limits its target. */
    public @Nullable Levels before() {
        return before;
    }

    /** How much was used when it had ended; null before that, or where nothing limits its target. */
    public @Nullable Levels after() {
        return after;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long at() {
        return at;
    }

    /** When it was made: the provider was asked no sooner. */
    long began() {
        return began;
    }

    Begun begun() {
        return begun;
    }

    /** From now on it counts as of that moment, with the provider too. With the ledger's lock, as what follows. */
    void countedAt(long moment) {
        scopes.reached(this, moment);
        at = moment;
        counted = true;
    }

    /**
     * It is over.
     *
     * @param taken null for nothing
     * @param charged what of it the client is charged with
     */
    void ended(@Nullable Demand taken, Demand charged, long now) {
        held = false;
        scopes.end(this, taken, now);
        if (own != null) {
            own.ended(this, began, charged, taken != null, now);
        }
        after = new Levels(scopes, now);
    }

    @Override
    public boolean isCounted() {
        return counted;
    }

    boolean isHeld() {
        return held;
    }
}
