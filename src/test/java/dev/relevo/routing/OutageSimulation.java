package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Alias;
import dev.relevo.config.Entry;
import dev.relevo.config.Feature;
import dev.relevo.config.Provider;
import dev.relevo.config.Sample;
import dev.relevo.config.Settings;
import dev.relevo.config.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Steps in virtual time: requests come, attempts end, providers fail and recover, alone and all at once. Checks at each
 * step that a breaker has one probe, that no request is let go without an attempt on the least recently failed target
 * unless the budget is spent, and that the budget is held.
 */
final class OutageSimulation {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Kind CHAT = new Kind(Feature.CHAT, false);
    private static final int STOCK = 100;

    /** So few that each ends within the time of a probe. */
    private static final int MOST_UNDER_WAY = 50;

    private final Random random;
    private final PoolHealth health = new PoolHealth();
    private final Pool pool;
    private final List<Attempt> underWay = new ArrayList<>();
    private final Map<Breaker, Lease> probed = new HashMap<>();
    private final Set<String> dead = new HashSet<>();
    private final Map<String, Long> recoveredAt = new HashMap<>();
    private long now;
    private long outageBegan = -1;
    private int requests;
    private int calls;
    private int charged;
    private int spared;
    private int requestsBefore;
    private int callsBefore;
    private int outages;

    private record Attempt(Lease lease, Plan plan, Set<String> tried) {}

    OutageSimulation(Strategy strategy, long seed) {
        this.random = new Random(seed);
        List<Provider> providers = List.of(Requests.providers("a", "b", "c", "d"));
        List<Entry> entries = providers.stream()
                .map(provider -> Sample.entry(provider.name(), 1))
                .toList();
        Settings settings = Sample.settings(strategy, providers, entries);
        Targets targets = new Targets(settings, new Health(random));
        List<Turn> turns = entries.stream().map(targets::of).toList();
        Alias alias = settings.aliases().getFirst();
        this.pool = new Pool(alias, List.of(new Tier(strategy, turns, random)), health, random);
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            now += random.nextLong(SECOND / 50);
            int what = random.nextInt(1000);
            if (what < 2) {
                flip();
            } else if (underWay.isEmpty() || (what < 500 && underWay.size() < MOST_UNDER_WAY)) {
                requests++;
                attempt(new Attempt(null, pool.plan(Set.of(Feature.CHAT), false), new HashSet<>()));
            } else {
                end(underWay.remove(random.nextInt(Math.min(8, underWay.size()))));
            }
            assertBudgetIsHeld();
        }
    }

    /** Requests that got no attempt since the budget was spent. */
    int spared() {
        return spared;
    }

    /** Times when all providers were down. */
    int outages() {
        return outages;
    }

    private void flip() {
        List<String> names = List.of("a", "b", "c", "d");
        if (dead.size() == names.size()) {
            recover(names);
        } else if (random.nextInt(3) == 0) {
            dead.addAll(names);
            begin();
        } else {
            String one = names.get(random.nextInt(names.size()));
            if (dead.add(one)) {
                begin();
            } else {
                recover(List.of(one));
            }
        }
    }

    private void begin() {
        recoveredAt.keySet().removeAll(dead);
        if (dead.size() == 4) {
            outages++;
            outageBegan = now;
            requestsBefore = requests;
            callsBefore = calls;
        }
    }

    private void recover(List<String> names) {
        outageBegan = -1;
        dead.removeAll(names);
        names.forEach(name -> recoveredAt.put(name, now));
    }

    private void attempt(Attempt before) {
        Candidate least = leastRecentlyFailed(before.tried());
        switch (before.plan().next(now)) {
            case Lease lease -> begun(new Attempt(lease, before.plan(), before.tried()), least);
            case Plan.Later later -> throw new AssertionError("nothing rests: " + later);
            case Plan.Spent _ -> {
                if (before.tried().isEmpty()) {
                    spared++;
                    assertFalse(health.budget().spend(now), "let go though the budget was not spent");
                }
            }
        }
    }

    private void begun(Attempt attempt, Candidate least) {
        Lease lease = attempt.lease();
        assertTrue(attempt.tried().add(lease.target().name()), "tried twice");
        calls++;
        if (lease.isTrial()) {
            charged++;
        }
        if (lease.isProbe()) {
            assertNull(probed.put(breaker(lease), lease), "two probes at once");
        } else if (lease.isTrial()) {
            assertEquals(least, lease.candidate(), "not the least recently failed");
        }
        underWay.add(attempt);
    }

    private Candidate leastRecentlyFailed(Set<String> tried) {
        Candidate least = null;
        for (Candidate candidate : pool.candidates()) {
            boolean untried = !tried.contains(candidate.target().name());
            if (untried && (least == null || candidate.lastFailure(CHAT) < least.lastFailure(CHAT))) {
                least = candidate;
            }
        }
        return least;
    }

    private static Breaker breaker(Lease lease) {
        return lease.candidate().model().breaker(CHAT);
    }

    private void end(Attempt attempt) {
        Lease lease = attempt.lease();
        String provider = lease.target().provider().name();
        probed.remove(breaker(lease), lease);
        if (dead.contains(provider)) {
            lease.modelFailed(now);
            attempt(attempt);
        } else if (random.nextInt(50) == 0) {
            lease.released();
        } else {
            lease.answered(now);
            probed.remove(breaker(lease));
            lease.completed(now);
            Long since = recoveredAt.remove(provider);
            assertTrue(since == null || now - since < 20 * SECOND, "served again after " + since);
        }
    }

    private void assertBudgetIsHeld() {
        double seconds = (double) now / SECOND;
        assertTrue(charged <= 10 + 0.2 * requests + 10 * seconds + STOCK, charged + " calls charged");
        if (outageBegan >= 0) {
            int came = requests - requestsBefore;
            double lasted = (double) (now - outageBegan) / SECOND;
            int untilOpen = 4 * 5 + 2 * underWay.size() + STOCK;
            assertTrue(calls - callsBefore <= 1.2 * came + 10 * lasted + untilOpen, "calls in an outage");
        }
    }
}
