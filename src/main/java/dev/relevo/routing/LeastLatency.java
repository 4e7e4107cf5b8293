package dev.relevo.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The quicker of two drawn at random: nearly as good as the quickest of all, without sending everybody to one that was
 * quick a moment ago (Mitzenmacher, "The power of two choices in randomized load balancing"). Before that, whatever is due
 * for a trial, so that what failed serves again soon after it is well.
 */
final class LeastLatency implements Rotation {
    private final RandomGenerator random;

    /** Drawn before it is asked for, so that whose turn is next can be told. */
    private double first;

    private double second;

    LeastLatency(RandomGenerator random) {
        this.random = random;
        draw();
    }

    @Override
    public Turn next(List<Turn> free, Draw draw) {
        for (Turn turn : free) {
            if (turn.latency(draw).isDue(draw.nowNanos())) {
                return turn;
            }
        }
        return free.size() == 1 ? free.getFirst() : quicker(free, draw);
    }

    @Override
    public void taken(Turn turn, List<Turn> free, Draw draw) {
        draw();
    }

    private void draw() {
        first = random.nextDouble();
        second = random.nextDouble();
    }

    private Turn quicker(List<Turn> free, Draw draw) {
        int one = (int) (first * free.size());
        int other = (one + 1 + (int) (second * (free.size() - 1))) % free.size();
        return expected(free.get(other), draw) < expected(free.get(one), draw) ? free.get(other) : free.get(one);
    }

    private static double expected(Turn turn, Draw draw) {
        return turn.latency(draw).expected(draw.nowNanos());
    }
}
