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

    /** What was admitted exceeds what was refused by more than that: it may be another limit of that period. */
    private static final double UNLIKELY = 1.1;

    /** One of the other quantity conflicts with no more than that part of it. */
    private static final double CLEARER = 0.92;

    /** No window of that period explains it, wherever it begins. */
    private static final double IMPOSSIBLE = 2.2;

    /** What is counted at one moment here and at another there. */
    private static final double LIKELY = 1.1;

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
            clearer.make(clearer.shown(), now);
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

    /** A request was let in, and what others take that are under way may not be counted yet. */
    void admitted(UnderWay underWay, long now) {
        for (Guess guess : all) {
            Meter meter = guess.meter();
            guess.admitted(meter.tally().used(now) - underWay.uncounted(meter.quantity()));
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
     * One that agrees better with all that was admitted and refused: of the same period, or of the shortest longer one where none
     * of that period is possible. In a long one numbers differ little, whatever the limit is.
     */
    private @Nullable Guess clearerThan(Guess made) {
        double conflict = made.conflict();
        if (Double.isInfinite(conflict) || conflict <= UNLIKELY) {
            return null;
        }
        return all.stream()
                .filter(guess -> !guess.isMade() && isClearer(guess, made))
                .min(Comparator.comparing((Guess guess) -> guess.meter().period())
                        .thenComparingDouble(Guess::conflict))
                .orElse(null);
    }

    private static boolean isClearer(Guess guess, Guess made) {
        int longer = guess.meter().period().compareTo(made.meter().period());
        double conflict = made.conflict();
        return longer == 0
                ? guess.conflict() <= conflict * CLEARER
                : longer > 0 && conflict > IMPOSSIBLE && guess.conflict() <= LIKELY;
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
