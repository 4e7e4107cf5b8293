package dev.relevo.simulation;

import dev.relevo.config.Settings;
import dev.relevo.config.Target;
import dev.relevo.config.Traffic;
import dev.relevo.routing.Health;
import dev.relevo.routing.Pool;
import dev.relevo.routing.Router;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Requests in virtual time to the pools of a configuration: Relevo's own router, plans, leases and ledger on one side, on the
 * other providers that count exactly. The same seed gives the same day.
 */
public final class Simulation {
    /** Monday, 2026-03-02, 00:00 UTC. */
    private static final long START_MILLIS = 1_772_409_600_000L;

    /** Of an answer after its request was counted. */
    static final Duration LATEST_BEGINNING = Duration.ofMillis(500);

    private static final Duration LEAST_WAY = Duration.ofMillis(50);
    private static final Duration MOST_WAY = Duration.ofSeconds(3);

    private final Traffic traffic;
    private final Duration length;
    private final Random random;
    private final Agenda agenda = new Agenda(START_MILLIS);
    private final World world;
    private final Router router;
    private final Tallies tallies = new Tallies();

    /** @param seed decides whatever is left to chance */
    public Simulation(Settings settings, Traffic traffic, Duration length, long seed) {
        this.traffic = traffic;
        this.length = length;
        this.random = new Random(seed);
        this.world = new World(traffic.truth(), agenda);
        Health health = new Health(new Random(seed + 1), agenda);
        this.router = new Router(settings, health, new Random(seed + 2));
        health.retain(router);
    }

    /** Lets it all happen. */
    public Report run() {
        traffic.clients().keySet().forEach(tallies::client);
        for (String alias : router.aliases()) {
            List<Target> targets = pool(alias).targets();
            targets.forEach(world::of);
        }
        for (String alias : router.aliases()) {
            double capacity =
                    new Capacity(world, traffic, length).of(pool(alias).targets());
            new Arrivals(this, traffic, alias, random).begin(capacity);
        }
        agenda.run();
        return new Report(world, tallies, length);
    }

    Agenda agenda() {
        return agenda;
    }

    World world() {
        return world;
    }

    Tallies tallies() {
        return tallies;
    }

    Duration length() {
        return length;
    }

    void arrive(Work work) {
        tallies.requested(work);
        new Trip(this, pool(work.alias()), work).next();
    }

    /** Until the provider counts what was sent. */
    Duration way() {
        return between(LEAST_WAY, MOST_WAY);
    }

    Duration firstToken() {
        return between(Duration.ofMillis(50), LATEST_BEGINNING);
    }

    /** Until an answer has ended, from the moment that the request came in. */
    Duration speaking(Work work) {
        return Duration.ofMillis(500 + work.answer() * 10);
    }

    void refused(Work work) {
        tallies.refused(work);
        agenda.in(Duration.ZERO, () -> look(work));
    }

    /** Whether there was room for it besides those who were served in its place. */
    private void look(Work work) {
        for (Target target : pool(work.alias()).targets()) {
            if (world.of(target).hadRoom(work.usual(), agenda.nanos())) {
                tallies.refusedInSpite(target.name() + " after " + Duration.ofNanos(agenda.nanos()));
                return;
            }
        }
    }

    private Pool pool(String alias) {
        return Objects.requireNonNull(router.named(alias), alias);
    }

    private Duration between(Duration least, Duration most) {
        return least.plusNanos((long) (random.nextDouble() * most.minus(least).toNanos()));
    }
}
