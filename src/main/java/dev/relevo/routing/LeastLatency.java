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

    LeastLatency(RandomGenerator random) {
        this.random = random;
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

    private Turn quicker(List<Turn> free, Draw draw) {
        int first = random.nextInt(free.size());
        int second = (first + 1 + random.nextInt(free.size() - 1)) % free.size();
        Turn one = free.get(first);
        Turn other = free.get(second);
        return expected(other, draw) < expected(one, draw) ? other : one;
    }

    private static double expected(Turn turn, Draw draw) {
        return turn.latency(draw).expected(draw.nowNanos());
    }
}
