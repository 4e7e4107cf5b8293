package dev.relevo.simulation;

import dev.relevo.config.Price;
import dev.relevo.config.Quantity;
import dev.relevo.config.Target;
import dev.relevo.config.Traffic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many requests of the usual size the limits of targets allow. */
final class Capacity {
    /** Where nothing is limited. */
    private static final double UNLIMITED = 1000;

    /** More take too long. */
    private static final double MOST = 300_000;

    private final World world;
    private final Traffic traffic;
    private final Duration whole;

    Capacity(World world, Traffic traffic, Duration whole) {
        this.world = world;
        this.traffic = traffic;
        this.whole = whole;
    }

    double of(List<Target> targets) {
        Map<TrueScope, Integer> sharing = new HashMap<>();
        targets.forEach(target -> world.of(target).scopes().forEach(scope -> sharing.merge(scope, 1, Integer::sum)));
        double requests = 0;
        for (Target target : targets) {
            double least = Double.POSITIVE_INFINITY;
            for (TrueScope scope : world.of(target).scopes()) {
                least = Math.min(least, of(scope, target) / sharing.getOrDefault(scope, 1));
            }
            requests += Double.isInfinite(least) ? UNLIMITED : least;
        }
        return Math.min(MOST, requests);
    }

    private double of(TrueScope scope, Target target) {
        return scope.limits().stream()
                .mapToDouble(limit -> limit.existed(whole) / each(limit.limit().quantity(), target))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private double each(Quantity quantity, Target target) {
        double prompt = mean(traffic.prompt());
        double answer = mean(traffic.answer());
        Price price = target.terms().price();
        return switch (quantity) {
            case REQUESTS, CONCURRENT -> 1;
            case INPUT_TOKENS -> prompt;
            case OUTPUT_TOKENS -> answer;
            case TOKENS -> prompt + answer;
            case USD -> price == null ? Double.MIN_NORMAL : Math.max(1, price.of((long) prompt, 0, (long) answer));
        };
    }

    private static double mean(Traffic.Amount amount) {
        return amount.median() * Math.exp(amount.spread() * amount.spread() / 2);
    }
}
