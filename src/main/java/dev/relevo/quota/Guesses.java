package dev.relevo.quota;

import dev.relevo.config.Period;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What refusals of one scope that told nothing show of its limits. Guarded by the ledger's lock. */
final class Guesses {
    /** A refusal at less than that share of a guess has another reason. */
    private static final double EXPLAINED = 0.5;

    /** From the shortest to the longest period. */
    private final List<Guess> guesses = new ArrayList<>();

    /** @param now when counting begins */
    Guesses(List<Meter> known, long now) {
        for (Period period : List.of(Period.SECOND, Period.MINUTE, Period.HOUR, Period.DAY)) {
            guesses.add(known.stream()
                    .filter(meter -> meter.period() == period)
                    .map(meter -> new Guess(meter, now))
                    .findFirst()
                    .orElseGet(() -> Guess.of(period, now)));
        }
    }

    List<Meter> meters() {
        return guesses.stream().map(Guess::meter).toList();
    }

    /**
     * A request was refused.
     *
     * @param held how many of what is counted that is: one until it is released
     * @param at when it began
     */
    void refused(int held, long at, long now) {
        for (Guess guess : guesses) {
            if (guess.isRefuted(used(guess, held, now), at)) {
                guess.giveUp();
                guess(guesses.indexOf(guess) + 1, held, now);
                return;
            }
        }
        Guess nearest = nearest(held, now);
        if (nearest == null) {
            guess(0, held, now);
        } else {
            nearest.confirm(used(nearest, held, now), at, now);
        }
    }

    void began(long now) {
        for (Guess guess : guesses) {
            guess.began(now);
        }
    }

    void succeeded(long underWay, long now) {
        for (Guess guess : guesses) {
            guess.succeeded(underWay, now);
        }
    }

    /** The one whose limit is reached best. */
    private @Nullable Guess nearest(int held, long now) {
        Guess nearest = null;
        double most = EXPLAINED;
        for (Guess guess : guesses) {
            double reached = guess.reached(used(guess, held, now));
            if (reached >= most) {
                nearest = guess;
                most = reached;
            }
        }
        return nearest;
    }

    /** The shortest period in which so much never went through. */
    private void guess(int from, int held, long now) {
        for (Guess guess : guesses.subList(from, guesses.size())) {
            long used = used(guess, held, now);
            if (guess.isShownBy(used, now)) {
                guess.make(used, now);
                return;
            }
        }
    }

    private static long used(Guess guess, int held, long now) {
        return Math.max(0, guess.meter().tally().used(now) - held);
    }
}
