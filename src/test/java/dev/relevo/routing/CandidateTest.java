package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.relevo.config.Continuation;
import dev.relevo.config.Feature;
import dev.relevo.config.Sample;
import dev.relevo.config.Strategy;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.quota.Ledger;
import dev.relevo.time.Clock;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of a target without asking it. */
class CandidateTest {
    @ParameterizedTest
    @CsvSource({
        "8000,     , 9000,     , true",
        "8000,     , 8000,     , false",
        "8000,     , 7000,     , false",
        "    ,     , 7000,     , true",
        "8000,     ,     ,     , true",
        "8000, 1000, 8000,  500, true",
        "8000, 1000, 7600,  500, true",
        "8000, 1000, 7500,  500, false",
        "8000, 1000, 8000, 2000, false",
        "8000, 1000, 8000,     , false",
        "8000,     , 8000, 1000, true",
        "8000,     , 7000, 1000, false",
    })
    void aPromptTooLongForOneMayFitWhereMoreRoomMayBeLeftForIt(
            @Nullable Integer window,
            @Nullable Integer cap,
            @Nullable Integer otherWindow,
            @Nullable Integer otherCap,
            boolean may) {
        assertEquals(may, candidate(otherWindow, otherCap).mayTakeMoreThan(candidate(window, cap)));
    }

    @Test
    void whoIsCapableOfWhatIsFoundOnce() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "b"));

        assertSame(pool.candidates(Set.of(Feature.CHAT)), pool.candidates(Set.of(Feature.CHAT)));
    }

    @Test
    void onlyTargetsThatMayBeAskedNowShareTheTimeLeft() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "b", "c", "d"));
        Requests.breakTarget(pool, "b/model", 0);
        Requests.lease("c/model", pool, 0).scopes().key().limited(0, null, "limited");
        Plan plan = Requests.plan(pool);
        assertEquals("d/model", Requests.lease(plan, 0).target().name());

        assertEquals(2, plan.left(0), "itself and a");
    }

    private static Candidate candidate(@Nullable Integer window, @Nullable Integer cap) {
        Target target =
                new Target(Sample.provider("p", 1), "m", null, 1, cap, Set.of(), window, Continuation.NONE, Terms.NONE);
        Random random = new Random(1);
        Ledger ledger = new Ledger(Clock.system());
        return new Candidate(
                target, ledger.of(target), ledger, new Breaker(random), new Performance(random), new Tempo());
    }
}
