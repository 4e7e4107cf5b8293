package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Window;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Told;
import dev.relevo.quota.ScopeState.Fact;
import dev.relevo.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one scope, and what is under way in it. Whether there are any may be asked at any time; the rest is guarded
 * by the ledger's lock.
 */
final class Meters {
    private static final Meter[] NONE = {};

    private final UnderWay underWay = new UnderWay();
    private final AtOnce atOnce = new AtOnce(underWay);
    private Meter[] meters = NONE;
    private final ToldMeters told = new ToldMeters();
    private @Nullable Guesses guesses;
    private volatile boolean news;
    private volatile boolean limited;

    /** Whether anything is limited; without the lock. */
    boolean limited() {
        return limited;
    }

    /** Never changed: where there are others, they are another array. */
    Meter[] present() {
        return meters;
    }

    /** No other configured limits than these hold from now on. What counts in a limit stays, whatever that allows now. */
    void replace(List<QuotaLimit> limits, Clock clock) {
        Arrays.stream(meters).filter(Meter::isConfigured).forEach(meter -> meter.most(Meter.UNLIMITED));
        meters = Arrays.stream(meters)
                .filter(meter -> !meter.isDormant()
                        || meter.tally().used(clock.nanos()) > 0
                        || limits.stream().anyMatch(meter::measures))
                .toArray(Meter[]::new);
        atOnce.forget();
        add(limits, clock);
        limited = atOnce.limited() || !Arrays.stream(meters).allMatch(Meter::isDormant);
    }

    /** These limits hold, too; of two that measure the same the lower. */
    void add(List<QuotaLimit> limits, Clock clock) {
        for (QuotaLimit limit : limits) {
            Period period = limit.period();
            if (period == null) {
                atOnce.limit(limit.most());
                limited = true;
            } else {
                add(limit, period, clock);
            }
        }
    }

    private void add(QuotaLimit limit, Period period, Clock clock) {
        Meter meter = find(known -> known.measures(limit));
        if (meter == null) {
            add(Meter.of(limit, period, clock), clock.nanos());
        } else {
            meter.most(Math.min(meter.most(), limit.most()));
            limited = true;
        }
    }

    /** What is under way counts. */
    private Meter add(Meter meter, long now) {
        meter.add(underWay.of(meter.quantity()), now);
        Meter[] more = Arrays.copyOf(meters, meters.length + 1);
        more[meters.length] = meter;
        meters = more;
        limited |= !meter.isDormant();
        return meter;
    }

    /** The configured limit that the word is on, if it says when its windows begin; null if there is none. */
    @Nullable
    Meter anchored(Told word) {
        return find(meter -> meter.quantity() == word.quantity()
                && meter.period() == word.period()
                && meter.isConfigured()
                && !meter.isDormant()
                && !(meter.window() instanceof Window.Rolling));
    }

    private @Nullable Meter find(Predicate<Meter> wanted) {
        return Arrays.stream(meters).filter(wanted).findFirst().orElse(null);
    }

    /** Of which quantities and periods the provider told the limit. */
    int toldBits() {
        return told.bits();
    }

    /** @param toldBits what the provider told of, here or nearer to the target */
    boolean fits(Demand demand, int toldBits, long now) {
        Demand safe = safely(demand);
        for (Meter meter : meters) {
            if (!meter.givesWay(toldBits) && !meter.fits(safe, now)) {
                return false;
            }
        }
        return underWay.probation().fits(now) && atOnce.fits(demand);
    }

    /** The earliest moment from now on at which all have room. */
    long whenFits(Demand demand, int toldBits, long now) {
        long when = Math.max(underWay.probation().whenFits(now), atOnce.whenFits(demand, now));
        Demand safe = safely(demand);
        for (Meter meter : meters) {
            if (!meter.givesWay(toldBits)) {
                when = Math.max(when, meter.whenFits(safe, now));
            }
        }
        return when;
    }

    AtOnce atOnce() {
        return atOnce;
    }

    /** What the limits must leave room for, so that the request fits. */
    Demand safely(Demand demand) {
        return underWay.safely(demand);
    }

    /** Adds those that hold, for people. */
    void view(ScopeKind scope, int toldBits, long now, List<LimitView> views) {
        for (Meter meter : meters) {
            if (!meter.givesWay(toldBits) && meter.most() < Meter.UNLIMITED) {
                views.add(meter.view(scope, underWay.of(meter.quantity()), now));
            }
        }
        atOnce.view(scope, views);
    }

    /** The least share of a limit that goes unused each second; infinite where there is none. */
    double expiring(int toldBits, long now) {
        double least = Double.POSITIVE_INFINITY;
        for (Meter meter : meters) {
            if (!meter.givesWay(toldBits) && meter.most() < Meter.UNLIMITED) {
                least = Math.min(least, meter.expiring(now));
            }
        }
        return least;
    }

    /** How many have begun. */
    long begun() {
        return underWay.begun();
    }

    /** @param sequence of its reservation */
    void begin(Demand demand, long sequence, long now) {
        for (Meter meter : meters) {
            meter.carry(underWay, now);
            meter.add(demand.of(meter.quantity()), now);
            news |= meter.isSpentAnew(demand, now);
        }
        underWay.begin(demand, sequence, now);
        if (guesses != null) {
            guesses.began(now);
        }
    }

    boolean hasNews() {
        return news;
    }

    /** Whether a limit is spent of which nobody was told; once. */
    boolean takeNews() {
        boolean taken = news;
        news = false;
        return taken;
    }

    /** The provider counts it by now. */
    void reached(Reservation reservation, long now) {
        for (Meter meter : meters) {
            meter.reached(reservation, now);
        }
        underWay.counted(reservation, now);
        if (guesses != null) {
            guesses.admitted(underWay, now);
        }
    }

    /** @param taken null for nothing */
    void end(SetAside over, @Nullable Demand taken, long now) {
        for (Meter meter : meters) {
            meter.carry(underWay, now);
            meter.end(over, taken, now);
        }
        underWay.end(over, taken, now);
        if (guesses != null && taken != null) {
            guesses.succeeded(underWay, now);
        }
    }

    /**
     * Takes the provider's word.
     *
     * @param begunSince so many requests began later
     * @return false if it says too little
     */
    boolean hear(Told word, Reservation reservation, long begunSince, Clock clock, long now) {
        if (word.quantity() == Quantity.CONCURRENT) {
            atOnce.told(word.limit());
            limited = limited || atOnce.limited();
            return word.limit() != null;
        }
        ToldMeter meter = told.telling(word, meters, clock);
        if (meter == null) {
            return false;
        }
        if (!Arrays.asList(meters).contains(meter.meter())) {
            add(meter.meter(), now);
        }
        meter.meter().carry(underWay, now);
        underWay.probation().over();
        told.hear(meter, word, reservation, underWay.uncounted(word.quantity(), reservation, begunSince, now), now);
        news |= meter.meter().isSpentAnew(Demand.LEAST, now);
        return true;
    }

    List<Fact> facts(Moment now) {
        return Arrays.stream(meters)
                .flatMap(meter -> Memory.facts(meter, now).stream())
                .toList();
    }

    /** Whether there is anything to know of it but what a configuration sets. */
    boolean hasAny(long now) {
        return underWay.of(Quantity.REQUESTS) > 0
                || Arrays.stream(meters)
                        .anyMatch(
                                meter -> !meter.isConfigured() || meter.tally().used(now) > 0);
    }

    /** @param lastSecond whether more may have been used than they tell */
    void recall(List<Fact> facts, boolean lastSecond, Moment now, Clock clock) {
        List<Meter> guessed = new ArrayList<>();
        for (Fact fact : facts) {
            Meter learned = Memory.meter(fact, clock);
            if (learned == null || Arrays.stream(meters).anyMatch(learned::isNamedAs)) {
                continue;
            }
            switch (learned.source()) {
                case LEARNED -> guessed.add(learned);
                case TOLD -> told.add(ToldMeter.of(add(learned, now.nanos()), clock));
                case OWN, ASSUMED -> add(learned, now.nanos());
            }
        }
        if (!guessed.isEmpty() && guesses == null) {
            guess(guessed, now.nanos());
        }
        for (Meter meter : meters) {
            Memory.recall(meter, facts, lastSecond, now);
        }
    }

    /** A request was refused for a limit that nobody told. From the first one on, what goes through is counted. */
    void refused(Reservation reservation, long now) {
        underWay.probation().refused();
        if (guesses == null) {
            guess(List.of(), now);
        } else if (Arrays.stream(meters).allMatch(meter -> meter.leavesRoom(now))) {
            Demand held = reservation.isHeld() ? reservation.expected() : Demand.NOTHING;
            guesses.refused(held, reservation.at(), now);
        }
    }

    private void guess(List<Meter> known, long now) {
        guesses = new Guesses(known, now);
        for (Meter meter : guesses.meters()) {
            add(meter, now);
        }
    }

    /** A plan's limit is higher than the plan says. */
    void raise(Quantity quantity, Period period, long most) {
        for (Meter meter : meters) {
            if (meter.source() == Meter.Source.ASSUMED && meter.quantity() == quantity && meter.period() == period) {
                meter.most(Math.max(meter.most(), most));
            }
        }
    }
}
