package dev.relevo.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The quicker of two drawn at random: nearly as good as the quickest of all, without sending everybody to one that was
 * quick a moment ago (Mitzenmacher, "The power of two choices in randomized load balancing").
 */
final class LeastLatency implements Rotation {
    private final RandomGenerator random;

    LeastLatency(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Turn next(List<Turn> free, Draw draw) {
        Turn next = free.size() == 1 ? free.getFirst() : quicker(free, draw);
        next.tried(draw);
        return next;
    }

    private Turn quicker(List<Turn> free, Draw draw) {
        int first = random.nextInt(free.size());
        int second = (first + 1 + random.nextInt(free.size() - 1)) % free.size();
        Turn one = free.get(first);
        Turn other = free.get(second);
        return other.expected(draw) < one.expected(draw) ? other : one;
    }
}
