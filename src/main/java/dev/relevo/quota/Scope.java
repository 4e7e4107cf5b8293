package dev.relevo.quota;

import dev.relevo.config.QuotaLimit;
import dev.relevo.quota.ScopeState.Fact;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.wire.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thing that limits apply to, and how long it still rests. Shared by all targets that belong to it; safe for use by
 * many threads.
 */
public final class Scope {
    private static final Duration FIRST_REST = Duration.ofSeconds(10);
    private static final Duration LONG_REST = Duration.ofSeconds(60);

    /** Of a limit of a day, of which nobody told. */
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    /** After four minutes without an answer a rest is no longer than a quarter of the time since then. */
    private static final int PART = 4;

    /** Where a limit is said to be over already. */
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);

    /** A rest that is longer by less is none that others must hear of. */
    private static final long NEWS_NANOS = Duration.ofMillis(500).toNanos();

    /** For so long it is known what a scope used that nobody names: longer than any window. */
    private static final long KEPT_MILLIS = Duration.ofDays(40).toMillis();

    /** For so long it is kept all the same, since a request that is about to begin may still be led to it. */
    private static final long MAY_BE_ASKED_MILLIS = Duration.ofSeconds(30).toMillis();

    private static final long NAMED = Long.MAX_VALUE;

    private static final String REST = "rest";
    private static final String CALIBRATION = "calibration";

    private final Meters meters = new Meters();
    private final Calibration calibration = new Calibration();

    private final String id;
    private final Consumer<Scope> rested;

    private volatile Rest rest = new Rest(0, 0, "");

    /** The last rest of which nobody told the length, zero once an answer came. */
    private Duration untold = Duration.ZERO;

    /** When the first of those rests began. */
    private long untoldSince;

    /** When a configuration named it last, in milliseconds since the Unix epoch. Guarded by the ledger's lock. */
    private long unnamedSince;

    /**
     * A pause.
     *
     * @param until as {@link Clock#nanos} counts
     * @param status the HTTP status that tells a client of it
     * @param reason for people
     */
    private record Rest(long until, int status, String reason) {}

    /**
     * @param id the same in every process, without secrets
     * @param rested gets this scope when it begins to rest, or to rest for longer
     */
    Scope(String id, Consumer<Scope> rested) {
        this.id = id;
        this.rested = rested;
    }

    /** The same in every process, without secrets. */
    String id() {
        return id;
    }

    Meters meters() {
        return meters;
    }

    Calibration calibration() {
        return calibration;
    }

    /** How long it rests from now on; zero when it does not. */
    public Duration remaining(long nowNanos) {
        return Duration.ofNanos(Math.max(0, rest.until() - nowNanos));
    }

    public boolean resting(long nowNanos) {
        return rest.until() > nowNanos;
    }

    /** The HTTP status that tells a client why it rests: 429 for a limit. */
    public int status() {
        return rest.status();
    }

    /** Why it rests, or rested last. */
    public String reason() {
        return rest.reason();
    }

    /** Rests at least that long. */
    public void rest(long nowNanos, Duration wait, int status, String reason) {
        if (begins(nowNanos, wait, status, reason)) {
            rested.accept(this);
        }
    }

    /**
     * Rests after a limit was reached: as long as told, 1 s if that is no time at all; else 10 s, doubling to 60 s, and to an
     * hour where none comes for hours, until an answer comes.
     */
    public void limited(long nowNanos, @Nullable Duration told, String reason) {
        if (limits(nowNanos, told, reason)) {
            rested.accept(this);
        }
    }

    private synchronized boolean limits(long nowNanos, @Nullable Duration told, String reason) {
        Duration wait = told == null ? untold(nowNanos) : told;
        return begins(nowNanos, wait.isPositive() ? wait : SHORTEST_REST, 429, reason);
    }

    /** Whether it rests for longer than it would have, by enough to tell of it. */
    private synchronized boolean begins(long nowNanos, Duration wait, int status, String reason) {
        long until = Deadline.after(nowNanos, wait).nanos();
        long before = Math.max(nowNanos, rest.until());
        if (until <= rest.until()) {
            return false;
        }
        rest = new Rest(until, status, reason);
        return until - before > NEWS_NANOS;
    }

    /** An answer came: the next rest without a told time is short again. */
    public void answered() {
        if (rest.until() != 0) {
            forgive();
        }
    }

    /** Doubles once for each rest, not for each of the requests that were under way when it began. */
    private Duration untold(long nowNanos) {
        if (untold.isZero()) {
            untold = FIRST_REST;
            untoldSince = nowNanos;
        } else if (!resting(nowNanos)) {
            Duration part = Duration.ofNanos(nowNanos - untoldSince).dividedBy(PART);
            Duration doubled = shorter(untold.multipliedBy(2), part.compareTo(LONG_REST) > 0 ? part : LONG_REST);
            untold = shorter(doubled, LONGEST_REST);
        }
        return untold;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private synchronized void forgive() {
        untold = Duration.ZERO;
    }

    /** A configuration names it from now on, and sets it these limits, too. With the ledger's lock, as what follows. */
    void name(List<QuotaLimit> limits, Clock clock) {
        unnamedSince = NAMED;
        meters.add(limits, clock);
    }

    /**
     * No other limits of a configuration than these hold from now on. What was used is known for when there are others again.
     *
     * @param limits null if no configuration names it any more
     */
    void configure(@Nullable List<QuotaLimit> limits, Clock clock) {
        unnamedSince = limits == null ? Math.min(unnamedSince, clock.epochMillis()) : NAMED;
        meters.replace(limits == null ? List.of() : limits, clock);
    }

    /** Whether nobody has named it for so long that there is nothing more to know of it. */
    boolean isForgotten(Moment now) {
        long unnamed = unnamedSince == NAMED ? 0 : now.epochMillis() - unnamedSince;
        boolean any = resting(now.nanos()) || meters.hasAny(now.nanos());
        return unnamed > (any ? KEPT_MILLIS : MAY_BE_ASKED_MILLIS);
    }

    /** What is to outlive the process. */
    ScopeState state(Moment now) {
        List<Fact> facts = new ArrayList<>(meters.facts(now));
        Rest current = rest;
        if (resting(now.nanos())) {
            facts.add(new Fact(REST, now.toMillis(current.until()), 0, current.status() + " " + current.reason()));
        }
        if (calibration.hasLearned()) {
            facts.add(new Fact(CALIBRATION, ScopeState.NEVER, 0, calibration.text()));
        }
        return new ScopeState(id, Math.min(unnamedSince, now.epochMillis()), facts);
    }

    /**
     * Takes up what another process knew, whether or not a configuration names it.
     *
     * @param lastSecond whether more may have been used than it could tell
     * @throws IllegalArgumentException if no ledger told so
     */
    void recall(ScopeState state, boolean lastSecond, Clock clock) {
        unnamedSince = unnamedSince == NAMED ? NAMED : state.writtenMillis();
        Moment now = Moment.of(clock).notBefore(state.writtenMillis());
        meters.recall(state.facts(), lastSecond, now, clock);
        for (Fact fact : state.facts()) {
            if (fact.name().equals(CALIBRATION)) {
                calibration.recall(fact.value());
            } else if (fact.name().equals(REST)) {
                recall(fact, now);
            }
        }
    }

    private void recall(Fact fact, Moment now) {
        int space = fact.value().indexOf(' ');
        Duration wait = Duration.ofNanos(now.toNanos(fact.untilMillis()) - now.nanos());
        Duration sane = wait.compareTo(Durations.MAX) > 0 ? Durations.MAX : wait;
        int status = Integer.parseInt(fact.value(), 0, Math.max(0, space), 10);
        boolean _ = begins(now.nanos(), sane, status, fact.value().substring(space + 1));
    }
}
