package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What refusals of one scope that told nothing show of its limits. Guarded by the ledger's lock. */
final class Guesses {
    /** A refusal at less than that share of a guess has another reason. */
    private static final double EXPLAINED = 0.5;

    /** Refusals that show what differs by less speak for the guess. */
    private static final double CLEAR = 0.05;

    /** Those that show what differs by more speak against its period. */
    private static final double UNCLEAR = 0.25;

    /** The spread of another guess is no more than that part of one that it takes the place of, and no more than this at all. */
    private static final double CLEARER = 0.5;

    private static final double CLEAREST = 0.12;

    /** From the shortest to the longest period. */
    private final List<Guess> requests = new ArrayList<>();

    /** The same of tokens; how many come within a second tells nothing. */
    private final List<Guess> tokens = new ArrayList<>();

    private final List<Guess> all = new ArrayList<>();

    /** When it was refused last. */
    private long refusedAt = Long.MIN_VALUE;

    /** Whether something went through since. */
    private boolean fruitful;

    /** @param now when counting begins */
    Guesses(List<Meter> known, long now) {
        for (Period period : List.of(Period.SECOND, Period.MINUTE, Period.HOUR, Period.DAY)) {
            requests.add(guess(Quantity.REQUESTS, period, known, now));
            if (period != Period.SECOND) {
                tokens.add(guess(Quantity.TOKENS, period, known, now));
            }
        }
        all.addAll(requests);
        all.addAll(tokens);
        all.sort(Comparator.comparing(guess -> guess.meter().period()));
    }

    private static Guess guess(Quantity quantity, Period period, List<Meter> known, long now) {
        return known.stream()
                .filter(meter -> meter.quantity() == quantity && meter.period() == period)
                .map(meter -> new Guess(meter, now))
                .findFirst()
                .orElseGet(() -> Guess.of(quantity, period, now));
    }

    List<Meter> meters() {
        return all.stream().map(Guess::meter).toList();
    }

    /**
     * A request was refused.
     *
     * @param held what of it is counted until it is released
     * @param at when it began
     */
    void refused(Demand held, long at, long now) {
        show(held, at, now);
        for (Guess guess : all) {
            if (guess.isRefuted(used(guess, held, now), at)) {
                guess.giveUp();
                guess(requests.indexOf(guess) + 1, held, now);
                return;
            }
        }
        Guess nearest = nearest(held, now);
        Guess clearer = nearest == null ? null : clearerThan(nearest);
        if (nearest == null) {
            guess(0, held, now);
        } else if (clearer != null) {
            nearest.giveUp();
            clearer.make(clearer.mean(), now);
        } else {
            nearest.confirm(shown(nearest, held, now), at, now);
        }
    }

    /** Those refused together show the same, and so does one after which nothing else went through. */
    private void show(Demand held, long at, long now) {
        if (fruitful && at > refusedAt) {
            all.forEach(guess -> guess.show(shown(guess, held, now), now));
        }
        fruitful = false;
        refusedAt = now;
    }

    void began(long now) {
        for (Guess guess : all) {
            guess.began(now);
        }
    }

    /** A request went through, and those under way may yet be refused. */
    void succeeded(UnderWay underWay, long now) {
        fruitful = true;
        for (Guess guess : all) {
            guess.succeeded(underWay.of(guess.meter().quantity()) + 1, now);
        }
    }

    /** The one whose limit is reached best. */
    private @Nullable Guess nearest(Demand held, long now) {
        Guess nearest = null;
        double most = EXPLAINED;
        for (Guess guess : all) {
            double reached = guess.reached(used(guess, held, now));
            if (reached >= most) {
                nearest = guess;
                most = reached;
            }
        }
        return nearest;
    }

    /**
     * One that refusals show more clearly than that: of tokens where their number varies less than that of requests, of a longer
     * period where nothing else would explain it. Of long periods all numbers vary little.
     */
    private @Nullable Guess clearerThan(Guess made) {
        double spread = made.spread();
        Period longest = spread < UNCLEAR ? made.meter().period() : Period.DAY;
        return all.stream()
                .filter(guess -> Double.isFinite(spread) && spread > CLEAR && !guess.isMade())
                .filter(guess -> guess.meter().period().compareTo(made.meter().period()) >= 0)
                .filter(guess -> guess.meter().period().compareTo(longest) <= 0)
                .filter(guess -> guess.spread() <= Math.min(CLEAREST, spread * CLEARER))
                .min(Comparator.comparing((Guess guess) -> guess.meter().period())
                        .thenComparingDouble(Guess::spread))
                .orElse(null);
    }

    /** The shortest period in which so many requests never went through. */
    private void guess(int from, Demand held, long now) {
        for (Guess guess : requests.subList(from, requests.size())) {
            long used = used(guess, held, now);
            if (guess.isShownBy(used, now)) {
                guess.make(used, now);
                return;
            }
        }
    }

    /** Of requests as many as went through; of tokens, of which more were left but too few, what its prompt would have made it. */
    private static long shown(Guess guess, Demand held, long now) {
        Quantity quantity = guess.meter().quantity();
        return used(guess, held, now)
                + (quantity == Quantity.REQUESTS ? 0 : held.asked().of(quantity));
    }

    private static long used(Guess guess, Demand held, long now) {
        Meter meter = guess.meter();
        return Math.max(0, meter.tally().used(now) - held.of(meter.quantity()));
    }
}
