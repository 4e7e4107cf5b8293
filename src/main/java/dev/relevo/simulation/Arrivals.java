package dev.relevo.simulation;

import dev.relevo.config.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests for one alias, as they come: by chance, more of them in busy hours. */
final class Arrivals {
    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
    private static final double DAY_NANOS = Duration.ofDays(1).toNanos();
    private static final int HOURS = 24;

    /** How much the bytes of a token differ. */
    private static final double BYTES_SPREAD = 0.15;

    /** Of the normal distribution. */
    private static final double NINE_OF_TEN = 1.2816;

    private final Simulation simulation;
    private final Traffic traffic;
    private final Traffic.Flow flow;
    private final String alias;
    private final Random random;
    private double perDay;

    Arrivals(Simulation simulation, Traffic traffic, String alias, Random random) {
        this.simulation = simulation;
        this.traffic = traffic;
        this.flow = traffic.flows().getOrDefault(alias, Traffic.Flow.DEFAULT);
        this.alias = alias;
        this.random = random;
    }

    /** @param capacity how many requests the limits allow in all */
    void begin(double capacity) {
        Long told = flow.perDay();
        perDay = told == null
                ? traffic.demand() * capacity * DAY_NANOS / simulation.length().toNanos()
                : told;
        if (perDay > 0) {
            later();
        }
    }

    /** The next one, drawn again where an hour is over before, whose successor may be busier. */
    private void later() {
        long now = simulation.agenda().nanos();
        double rate = perDay / DAY_NANOS * weight(now);
        double wait = rate == 0 ? Double.POSITIVE_INFINITY : -Math.log(1 - random.nextDouble()) / rate;
        long hourLeft = HOUR_NANOS - now % HOUR_NANOS;
        boolean comes = wait < hourLeft;
        Duration until = Duration.ofNanos(comes ? (long) wait : hourLeft);
        if (until.plusNanos(now).compareTo(simulation.length()) < 0) {
            simulation.agenda().in(until, comes ? this::arrive : this::later);
        }
    }

    private void arrive() {
        later();
        long prompt = drawn(traffic.prompt());
        double bytes = prompt * Work.BYTES_OF_A_TOKEN * Math.exp(BYTES_SPREAD * random.nextGaussian());
        simulation.arrive(new Work(alias, client(), (long) bytes, prompt, drawn(traffic.answer()), longAnswer()));
    }

    private long longAnswer() {
        return (long) (traffic.answer().median()
                * Math.exp(NINE_OF_TEN * traffic.answer().spread()));
    }

    private double weight(long now) {
        List<Integer> hours = flow.hours();
        if (hours.isEmpty()) {
            return 1;
        }
        int sum = hours.stream().mapToInt(Integer::intValue).sum();
        return (double) HOURS * hours.get((int) (now / HOUR_NANOS % HOURS)) / sum;
    }

    private long drawn(Traffic.Amount amount) {
        return Math.max(1, Math.round(amount.median() * Math.exp(amount.spread() * random.nextGaussian())));
    }

    private String client() {
        int all =
                traffic.clients().values().stream().mapToInt(Integer::intValue).sum();
        int drawn = random.nextInt(all);
        String last = "";
        for (Map.Entry<String, Integer> client : traffic.clients().entrySet()) {
            last = client.getKey();
            drawn -= client.getValue();
            if (drawn < 0) {
                break;
            }
        }
        return last;
    }
}
