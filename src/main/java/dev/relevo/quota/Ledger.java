package dev.relevo.quota;

import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Target;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Told;
import dev.relevo.time.Clock;
import dev.relevo.wire.Durations;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All scopes, each made once, so that targets of several aliases share what they have in common, and so do the targets of
 * one configuration and the next; and what may be used of them. A scope is the same as long as what it stands for is: a key
 * by its value, not by its place in the list; an account and its models by its name; all keys of the provider that
 * belong to no named one share the one without a name, whichever they are, since nobody tells which of them is whose.
 *
 * <p>What is limited is guarded by one lock, held for about a microsecond; a target without any limit takes none.
 */
public final class Ledger {
    /** Those that have limits. */
    static final List<ScopeKind> LIMITED = List.of(ScopeKind.KEY, ScopeKind.ACCOUNT, ScopeKind.MODEL, ScopeKind.TARGET);

    private final AtomicLong sequence = new AtomicLong();
    private final Object lock = new Object();
    private final Clock clock;
    private final Archive archive;
    private final Register register;

    /** The latest moment that anybody told, since threads tell theirs in any order. */
    private long latest = Long.MIN_VALUE;

    /** @param clock tells when days begin */
    public Ledger(Clock clock) {
        this.clock = clock;
        this.archive = new Archive(lock, clock);
        this.register = archive.register();
    }

    /** The scopes of a target that the configuration names; its limits hold from now on. */
    public Scopes of(Target target) {
        return of(target, true);
    }

    /** The scopes of a target whose model no configuration names; all of those share them. */
    public Scopes ofUnlisted(Target target) {
        return of(target, false);
    }

    private Scopes of(Target target, boolean listed) {
        synchronized (lock) {
            Scopes scopes = register.of(target, listed);
            for (ScopeKind kind : ScopeKind.values()) {
                scopes.of(kind).name(scopes.configured().of(kind), clock);
            }
            return scopes;
        }
    }

    /** Whether there is room for that much. */
    public boolean hasRoom(Scopes scopes, Demand demand, long nowNanos) {
        synchronized (lock) {
            return scopes.fits(demand, turn(nowNanos));
        }
    }

    /**
     * Sets aside, in one step, what a request is expected to take of all scopes of its target; null, and nothing is set aside,
     * where one of them has no room for it.
     */
    public @Nullable Reservation reserve(Scopes scopes, Demand demand, long nowNanos) {
        return reserve(scopes, null, demand, nowNanos);
    }

    /** As {@link #reserve(Scopes, Demand, long)}, and of the limits of the client that asks. */
    public @Nullable Reservation reserve(Scopes scopes, @Nullable Charge own, Demand demand, long nowNanos) {
        if (!limited(scopes, own)) {
            return new Reservation(this, scopes, own, demand, sequence.incrementAndGet(), nowNanos, Begun.NONE, null);
        }
        synchronized (lock) {
            long now = turn(nowNanos);
            if (!scopes.fits(demand, now) || (own != null && !own.fits(demand, now))) {
                return null;
            }
            long order = sequence.incrementAndGet();
            Levels before = new Levels(scopes, now);
            scopes.begin(demand, order, now);
            if (own != null) {
                own.begin(demand, now, order);
            }
            return new Reservation(this, scopes, own, demand, order, now, scopes.begun(), before);
        }
    }

    /**
     * How long until there is room for that much; zero if there is, {@link Durations#MAX} if there never will be. What was
     * refused fits after that time, if nobody else takes the room. Rests are not counted in; where too much is under way, it is
     * a guess.
     */
    public Duration roomIn(Scopes scopes, Demand demand, long nowNanos) {
        return roomIn(scopes, null, demand, nowNanos);
    }

    /** As {@link #roomIn(Scopes, Demand, long)}, and in the limits of the client that asks. */
    public Duration roomIn(Scopes scopes, @Nullable Charge own, Demand demand, long nowNanos) {
        if (!limited(scopes, own)) {
            return Duration.ZERO;
        }
        synchronized (lock) {
            long now = turn(nowNanos);
            long when = scopes.whenFits(demand, now);
            when = own == null ? when : Math.max(when, own.whenFits(demand, now));
            Duration wait = Duration.ofNanos(when - now);
            return when == now ? Duration.ZERO : wait.compareTo(Durations.MAX) > 0 ? Durations.MAX : wait;
        }
    }

    /** Why there is no room for that much, for people: of the limits the one that leaves none for longest. */
    public String lacking(Scopes scopes, @Nullable Charge own, Demand demand, long nowNanos) {
        synchronized (lock) {
            return scopes.lacking(own, demand, turn(nowNanos));
        }
    }

    /**
     * Takes a provider's word for what is left.
     *
     * @param reservation of the attempt that was told so: what an older one is told later changes nothing
     * @return whether any of it tells of a limit; else a refusal is one of which nothing was told
     */
    public boolean told(Scopes scopes, List<Told> told, Reservation reservation, long nowNanos) {
        boolean telling = false;
        synchronized (lock) {
            long now = turn(nowNanos);
            for (Told word : told) {
                ScopeKind kind = scopes.concerned(word.scope());
                if (scopes.listed() || kind == ScopeKind.KEY || kind == ScopeKind.ACCOUNT) {
                    telling |= hear(scopes, kind, word, reservation, now);
                }
            }
        }
        archive.tellNews(scopes, null);
        return telling;
    }

    /**
     * An attempt was refused for a limit, and the provider told nothing of it. To be told before the reservation is released.
     *
     * @param kind whose limit it is
     */
    public void refused(Scopes scopes, ScopeKind kind, Reservation reservation, long nowNanos) {
        synchronized (lock) {
            if (scopes.listed() || kind == ScopeKind.KEY || kind == ScopeKind.ACCOUNT) {
                scopes.of(kind).meters().refused(reservation, turn(nowNanos));
            }
        }
        archive.tellNews(scopes, null);
    }

    private boolean hear(Scopes scopes, ScopeKind kind, Told word, Reservation reservation, long now) {
        long since = reservation.begun().until(scopes.begun(), kind);
        if (word.limit() != null && word.period() != null) {
            scopes.account().meters().raise(word.quantity(), word.period(), word.limit());
        }
        return scopes.of(kind).meters().hear(scopes.windowed(word, now), reservation, since, clock, now);
    }

    /** The limits that hold for a target, for people: the account's first. */
    public List<LimitView> view(Scopes scopes, long nowNanos) {
        synchronized (lock) {
            return scopes.views(turn(nowNanos));
        }
    }

    /**
     * How soon what is left expires unused: the share of its limit that is left, by the seconds to its reset; of several limits
     * the least. Zero where nothing is limited.
     */
    public double expiring(Scopes scopes, long nowNanos) {
        if (!scopes.limited()) {
            return 0;
        }
        synchronized (lock) {
            double share = scopes.expiring(turn(nowNanos));
            return Double.isInfinite(share) ? 0 : share;
        }
    }

    /** From now on that is told what must not be forgotten. */
    public void tell(Urgent listener) {
        archive.tell(listener);
    }

    /** What is to outlive the process. */
    public List<ScopeState> state() {
        return archive.state();
    }

    /**
     * Takes up what another process knew, of the scopes that there are and of those that a configuration names later.
     *
     * @param lastSecond whether that process may have used more than it told, in its last second: as much again as it began
     *     within a second counts as used
     */
    public void restore(List<ScopeState> states, boolean lastSecond) {
        archive.restore(states, lastSecond);
    }

    /**
     * A configuration names these and no other targets; no other limits than its hold from now on. What was used of others is
     * known for when one names them again, as long as it counts.
     */
    public void retain(Collection<Scopes> used) {
        Map<Scope, List<QuotaLimit>> limits = Scopes.limits(used);
        synchronized (lock) {
            register.ofTargets().forEach(scope -> scope.configure(limits.get(scope), clock));
            register.forget(Moment.of(clock));
        }
    }

    /**
     * The clients of these names have limits of their own from now on, and no others. What was used of others is known for when
     * they have some again.
     *
     * @return of each what it may use by them
     */
    public Map<String, Wallet> clients(Map<String, List<QuotaLimit>> limits) {
        Map<String, Wallet> wallets = new HashMap<>();
        Map<Scope, List<QuotaLimit>> own = new HashMap<>();
        synchronized (lock) {
            limits.forEach((name, all) -> {
                Scope scope = register.ofClient(name);
                own.put(scope, all);
                wallets.put(name, new Wallet(this, scope));
            });
            register.ofClients().forEach(scope -> scope.configure(own.get(scope), clock));
            register.forget(Moment.of(clock));
        }
        return wallets;
    }

    /** How many scopes it holds. */
    public int size() {
        return register.size();
    }

    /** Tells of limits that are spent, if nobody was told. Without any lock, since whoever is told may take some time. */
    void announce(Scopes scopes, @Nullable Scope client) {
        archive.tellNews(scopes, client);
    }

    void reached(Reservation reservation, long nowNanos) {
        synchronized (lock) {
            if (reservation.isHeld() && !reservation.isCounted()) {
                reservation.countedAt(turn(nowNanos));
            }
        }
    }

    /** @param taken null for nothing */
    void over(Reservation reservation, @Nullable Demand taken, Demand charged, long nowNanos) {
        synchronized (lock) {
            if (reservation.isHeld()) {
                reservation.ended(taken, charged, turn(nowNanos));
            }
        }
    }

    /** What that gives at that moment, with the lock. */
    <T extends @Nullable Object> T at(long nowNanos, LongFunction<T> read) {
        synchronized (lock) {
            return read.apply(turn(nowNanos));
        }
    }

    /** Whether anything is known to limit what that client may use of them; without a lock. */
    public static boolean limited(Scopes scopes, @Nullable Charge own) {
        return scopes.limited() || (own != null && own.limited());
    }

    private long turn(long nowNanos) {
        latest = Math.max(latest, nowNanos);
        return latest;
    }
}
