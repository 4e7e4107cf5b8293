package dev.relevo.quota;

import dev.relevo.dialect.ScopeKind;
import org.jspecify.annotations.Nullable;

/**
 * What one request takes of the limits of the client that asks: it counts once, however many targets are asked, and its tokens
 * and its cost with each attempt. Begun by the first attempt that is reserved with it, ended by {@link #end}. Guarded by the
 * ledger's lock, like that of a {@link Reservation}.
 */
public final class Charge implements SetAside {
    private final Ledger ledger;
    private final Scope client;
    private long sequence;
    private long at;
    private boolean held;

    /** Whether a provider was reached with it. */
    private boolean made;

    Charge(Ledger ledger, Scope client) {
        this.ledger = ledger;
        this.client = client;
    }

    /** What an attempt takes of the client's limits besides being of a request. */
    private record Part(long sequence, Demand expected, long at) implements SetAside {
        @Override
        public boolean isCounted() {
            return false;
        }
    }

    /** Whether the client's limits leave room for an attempt that takes so much. */
    public boolean hasRoom(Demand demand, long nowNanos) {
        return ledger.at(nowNanos, now -> fits(demand, now));
    }

    /** The limit that keeps such an attempt out for longest; null if none does. */
    public @Nullable LimitView shortage(Demand demand, long nowNanos) {
        return ledger.at(nowNanos, now -> longest(more(demand), now));
    }

    /** The request is over, and so are its attempts. */
    public void end(long nowNanos) {
        boolean _ = ledger.at(nowNanos, this::over);
    }

    private @Nullable LimitView longest(Demand more, long now) {
        AtOnce atOnce = client.meters().atOnce();
        long latest = atOnce.whenFits(more, now);
        LimitView longest = latest > now ? atOnce.view(ScopeKind.KEY) : null;
        Demand safe = client.meters().safely(more);
        for (Meter meter : client.meters().present()) {
            long when = meter.whenFits(safe, now);
            if (when > latest) {
                latest = when;
                longest = meter.view(ScopeKind.KEY, 0, now);
            }
        }
        return longest;
    }

    Scope client() {
        return client;
    }

    boolean limited() {
        return client.meters().limited();
    }

    /** With the ledger's lock, as what follows. */
    boolean fits(Demand demand, long now) {
        return client.meters().fits(more(demand), 0, now);
    }

    long whenFits(Demand demand, long now) {
        return client.meters().whenFits(more(demand), 0, now);
    }

    void begin(Demand demand, long now, long order) {
        client.meters().begin(more(demand), order, now);
        if (!held) {
            held = true;
            sequence = order;
            at = now;
        }
    }

    /**
     * An attempt is over.
     *
     * @param began when it was reserved
     * @param taken what the client is charged for it
     * @param reached whether the provider was
     */
    void ended(Reservation attempt, long began, Demand taken, boolean reached, long now) {
        made |= reached;
        Part part = new Part(attempt.sequence(), attempt.expected().withoutRequest(), began);
        client.meters().end(part, taken.withoutRequest(), now);
    }

    /** Whether there was anything to end. */
    private boolean over(long now) {
        boolean was = held;
        held = false;
        if (was) {
            client.meters().end(this, made ? Demand.REQUEST : null, now);
        }
        return was;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public Demand expected() {
        return Demand.REQUEST;
    }

    @Override
    public long at() {
        return at;
    }

    @Override
    public boolean isCounted() {
        return false;
    }

    /** What more an attempt takes of the client's limits: no second request, once it is one. */
    Demand more(Demand demand) {
        return held ? demand.withoutRequest() : demand;
    }
}
