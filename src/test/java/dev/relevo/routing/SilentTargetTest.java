package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Feature;
import dev.relevo.config.Strategy;
import dev.relevo.stats.TargetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A target that keeps silent, asked by clients who do not wait for as long as it may take. */
class SilentTargetTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long SHARE = 3 * SECOND;

    private long now;

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void afterFiveInARowItIsAskedOnceInTenSecondsAndItsBreakerStaysClosed(Strategy strategy) {
        Pool pool = Requests.pool(strategy, Requests.providers("silent", "a", "b"));
        waitedFor(pool, 100);

        int wasted = waitedFor(pool, 600);
        assertTrue(wasted >= 5 && wasted <= 6, wasted + " of the requests of a minute waited for it");
        assertTrue(Requests.lease("silent/model", pool, now).candidate().isSound(new Kind(Feature.CHAT, false)));
    }

    @Test
    void itsTurnsGoToTheOthersEvenly() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("silent", "a", "b"));
        waitedFor(pool, 100);

        List<String> answered =
                IntStream.range(0, 300).mapToObj(_ -> request(pool)).toList();
        assertEquals(150, answered.stream().filter("a/model"::equals).count(), 1);
    }

    @Test
    void itsFirstAnswerGivesItsTurnsBack() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("silent", "a"));
        waitedFor(pool, 100);
        Lease lease = Requests.lease("silent/model", pool, now);
        lease.answered(now);
        lease.completed(now);

        List<String> asked = Requests.answered(pool, 10, now);
        assertEquals(5, asked.stream().filter("silent/model"::equals).count());
    }

    @Test
    void whereNothingElseIsLeftItIsAsked() {
        Pool pool = Requests.pool(Strategy.PRIORITY, Requests.providers("silent", "a"));
        waitedFor(pool, 100);
        Plan plan = Requests.plan(pool);

        assertEquals("a/model", Requests.lease(plan, now).target().name());
        assertEquals("silent/model", Requests.lease(plan, now).target().name());
        assertEquals(
                new TargetState("silent/model", "silent", "ok", "", 0),
                Requests.lease("silent/model", pool, now).candidate().state(now));
    }

    @Test
    void clientsWhoAllGiveUpBeforeAnAnswerCouldComeTakeNobodysTurns() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "b"));
        for (int i = 0; i < 100; i++) {
            Requests.lease(Requests.plan(pool), 0).answered(SECOND);
        }
        for (int i = 0; i < 20; i++) {
            Requests.lease("a/model", pool, now).cutShort(now + SECOND / 2);
        }

        List<String> asked = Requests.answered(pool, 10, now);
        assertEquals(5, asked.stream().filter("a/model"::equals).count());
    }

    @Test
    void aProbeCutShortIsNotRepeatedAtOnce() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("silent", "a"));
        Requests.breakTarget(pool, "silent/model", 0);
        List<String> asked = new ArrayList<>();
        for (now = 6 * SECOND; now < 66 * SECOND; now += SECOND / 10) {
            asked.add(request(pool));
        }

        long probes = asked.stream().filter("silent/model"::equals).count();
        assertTrue(probes >= 6 && probes <= 8, probes + " probes in a minute");
        assertFalse(Requests.lease(Requests.plan(pool), now).isTrial());
    }

    /** How many of so many requests, ten a second, waited for the silent one. */
    private int waitedFor(Pool pool, int requests) {
        int wasted = 0;
        for (int i = 0; i < requests; i++) {
            now += SECOND / 10;
            wasted += request(pool).equals("silent/model") ? 1 : 0;
        }
        return wasted;
    }

    /** Whom it asked first. */
    private String request(Pool pool) {
        Plan plan = Requests.plan(pool);
        Lease first = Requests.lease(plan, now);
        Lease lease = first;
        while (lease.target().name().equals("silent/model")) {
            lease.cutShort(now + SHARE);
            lease = Requests.lease(plan, now);
        }
        lease.answered(now + SECOND / 2);
        lease.completed(now);
        return first.target().name();
    }
}
