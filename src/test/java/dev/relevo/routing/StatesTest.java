package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.config.Entry;
import dev.relevo.config.Provider;
import dev.relevo.config.Sample;
import dev.relevo.config.Strategy;
import dev.relevo.stats.TargetState;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is told of each target's health. */
class StatesTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<Provider> providers = List.of(Sample.provider("a", 2), Sample.provider("b", 1));
    private final List<Entry> entries = List.of(Sample.entry("a", 1), Sample.entry("b", 2), Sample.entry("a", 2));
    private final Router router = new Router(
            Sample.settings(Strategy.PRIORITY, providers, entries), new Health(() -> 0, Clock.system()), new Random(1));

    @Test
    void eachTargetIsToldOnceThoughSeveralEntriesMeanIt() {
        assertEquals(List.of(ok("a/model#1", "a"), ok("a/model#2", "a"), ok("b/model", "b")), router.states(0));
    }

    @Test
    void whatRestsAndWhatIsBrokenIsToldWithTheTimeLeft() {
        Pool pool = Requests.pool(router);
        Lease lease = Requests.lease(Requests.plan(pool), 0);
        lease.scopes().key().rest(0, Duration.ofMinutes(10), 502, "wrong key");
        lease.refused(0);
        Requests.breakTarget(pool, "b/model", 0);

        assertEquals(
                List.of(
                        new TargetState("a/model#1", "a", "resting", "wrong key", 599_000),
                        ok("a/model#2", "a"),
                        new TargetState("b/model", "b", "open", "it kept failing", 4_000)),
                router.states(SECOND));
        assertEquals(ok("b/model", "b"), router.states(5 * SECOND).getLast(), "a request may try it");
    }

    @Test
    void modelsThatOnlyClientsNameAreNotTold() {
        Pool direct = Objects.requireNonNull(router.pool("b/made-up"));
        Lease lease = Requests.lease(Requests.plan(direct), 0);
        lease.scopes().target().limited(0, Duration.ofSeconds(9), "limited");

        assertEquals(List.of(ok("a/model#1", "a"), ok("a/model#2", "a"), ok("b/model", "b")), router.states(1));
    }

    private static TargetState ok(String target, String provider) {
        return new TargetState(target, provider, "ok", "", 0);
    }
}
