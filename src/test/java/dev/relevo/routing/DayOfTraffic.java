package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Feature;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A day of requests to one pool in virtual time. The provider {@code flaky} dies now and then, {@code limited} grants so
 * many requests a minute, all others always answer. Checks what must hold at every moment.
 */
final class DayOfTraffic {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int GRANTED_A_MINUTE = 5;

    private final Random random;
    private final Pool pool;
    private final Agenda agenda = new Agenda();
    private final Set<Breaker> probed = new HashSet<>();
    private final Map<String, Integer> answers = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private int requests;
    private int unanswered;
    private int underWay;
    private int mostUnderWay;
    private int outages;
    private long deadNanos;
    private boolean dead;
    private long minute;
    private int grantedThisMinute;

    DayOfTraffic(Pool pool, long seed) {
        this.pool = pool;
        this.random = new Random(seed);
    }

    void run() {
        in(Duration.ZERO, this::arrive);
        in(minutes(30), this::die);
        while (!agenda.isEmpty()) {
            agenda.step();
        }
    }

    int requests() {
        return requests;
    }

    int unanswered() {
        return unanswered;
    }

    int answers(String provider) {
        return answers.getOrDefault(provider, 0);
    }

    int failures(String provider) {
        return failures.getOrDefault(provider, 0);
    }

    int mostUnderWay() {
        return mostUnderWay;
    }

    int outages() {
        return outages;
    }

    Duration dead() {
        return Duration.ofNanos(deadNanos);
    }

    private void arrive() {
        if (agenda.now() < DAY.toNanos()) {
            requests++;
            mostUnderWay = Math.max(mostUnderWay, ++underWay);
            attempt(Requests.plan(pool), new HashSet<>());
            in(Duration.ofMillis(random.nextInt(2000)), this::arrive);
        }
    }

    private void attempt(Plan plan, Set<String> tried) {
        if (plan.next(agenda.now()) instanceof Lease lease) {
            assertTrue(
                    tried.add(lease.target().name()),
                    "tried twice: " + lease.target().name());
            assertFalse(
                    lease.scopes().resting(agenda.now()),
                    "rests: " + lease.target().name());
            boolean probe = isProbe(lease);
            assertTrue(!probe || probed.add(breaker(lease)), "two probes at once");
            in(Duration.ofMillis(50 + random.nextInt(3000)), () -> end(lease, probe, plan, tried));
        } else {
            unanswered++;
            underWay--;
        }
    }

    /** A breaker of which a lease was just had is closed, so that the next may be had at once, or half-open. */
    private boolean isProbe(Lease lease) {
        return breaker(lease).remaining(agenda.now()).isPositive();
    }

    private static Breaker breaker(Lease lease) {
        return lease.candidate().model().breaker(new Kind(Feature.CHAT, false));
    }

    private void end(Lease lease, boolean probe, Plan plan, Set<String> tried) {
        String provider = lease.target().provider().name();
        if (probe) {
            probed.remove(breaker(lease));
        }
        if (provider.equals("flaky") && dead) {
            lease.modelFailed(agenda.now());
        } else if (provider.equals("limited") && !granted()) {
            Duration told = random.nextBoolean() ? untilNextMinute() : null;
            lease.scopes().target().limited(agenda.now(), told, "limited");
            lease.refused(agenda.now());
        } else {
            answer(lease, provider);
            return;
        }
        failures.merge(provider, 1, Integer::sum);
        attempt(plan, tried);
    }

    private void answer(Lease lease, String provider) {
        lease.answered(agenda.now());
        lease.completed(agenda.now());
        answers.merge(provider, 1, Integer::sum);
        underWay--;
    }

    private boolean granted() {
        long now = agenda.now() / Duration.ofMinutes(1).toNanos();
        grantedThisMinute = now == minute ? grantedThisMinute + 1 : 1;
        minute = now;
        return grantedThisMinute <= GRANTED_A_MINUTE;
    }

    private Duration untilNextMinute() {
        long length = Duration.ofMinutes(1).toNanos();
        return Duration.ofNanos(length - agenda.now() % length);
    }

    private void die() {
        Duration outage = minutes(20);
        dead = true;
        outages++;
        deadNanos += outage.toNanos();
        in(outage, this::revive);
    }

    private void revive() {
        dead = false;
        if (agenda.now() < DAY.toNanos()) {
            in(minutes(60), this::die);
        }
    }

    private Duration minutes(int most) {
        return Duration.ofSeconds(1 + random.nextInt(60 * most));
    }

    private void in(Duration wait, Runnable run) {
        agenda.in(wait, run);
    }
}
