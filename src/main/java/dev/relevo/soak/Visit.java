package dev.relevo.soak;

import dev.relevo.chaos.Finding;
import dev.relevo.chaos.Mix;
import dev.relevo.chaos.Verdict;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * One client that comes, does what it does and goes.
 *
 * @param random of its own
 */
record Visit(Habit habit, Mix mix, RandomGenerator random) {
    static final Finding FINE = new Finding(Verdict.WHOLE, "");

    /** What came of it. */
    Finding pay(Guests guests, Nuisances nuisances) {
        try {
            return switch (habit) {
                case ASKS -> guests.ask(mix, random);
                case ASKS_FOR_MUCH -> guests.askForMuch(random);
                case READS_SLOWLY -> guests.readSlowly(random);
                case SENDS_SLOWLY -> guests.sendSlowly(mix, random);
                case ASKS_FOR_HEALTH -> guests.askForHealth();
                case LEAVES -> nuisances.leave(mix, random);
                case MALFORMED -> nuisances.sendNonsense(random);
                case CROWDS -> nuisances.crowd(random);
            };
        } catch (IOException e) {
            return habit.stays() ? new Finding(Verdict.LOST, habit + ": " + e) : FINE;
        }
    }
}
