package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Feature;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Terms;
import dev.relevo.config.Window;
import dev.relevo.quota.Demand;
import dev.relevo.routing.Explanation.Standing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold at every step of an {@link OutageSimulation}, told of each step. */
final class Promises {
    static final Kind CHAT = new Kind(Feature.CHAT, true);
    private static final Ask ASK = Requests.ask(Set.of(Feature.CHAT), true);
    /** More than are ever under way. */
    private static final int CONCURRENT = 1000;

    /** Of every target. */
    static final Terms TERMS = new Terms(
            List.of(new QuotaLimit(Quantity.CONCURRENT, null, CONCURRENT, new Window.Rolling(), false)), null);

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** What a budget saves up at most, and probes, which it never refuses. */
    private static final double STOCK = 100 + 10;

    private final Map<Breaker, Probe> probes = new HashMap<>();
    private long now;
    private int requests;
    private int calls;
    private int charged;
    private int hedges;
    private double least;
    private double leastInOutage;
    private int spared;

    private record Probe(Lease lease, long began, boolean over) {}

    /** What a plan said, and what it could have said. */
    record Choice(Plan.Step step, List<Candidate> left, List<Lease> tried, double budget) {}

    void at(long nanos) {
        now = nanos;
    }

    int requests() {
        return requests;
    }

    int hedges() {
        return hedges;
    }

    /** Requests for which there was no attempt since the budget was spent. */
    int spared() {
        return spared;
    }

    void requested() {
        requests++;
    }

    /** Looked at before an attempt is made on what was chosen. */
    void chose(Choice choice) {
        switch (choice.step()) {
            case Lease lease when lease.isTrial() && !lease.isProbe() -> lastResort(choice, lease);
            case Lease _ -> {}
            case Plan.Later _ ->
                assertTrue(
                        choice.left().stream().filter(this::isAvailable).allMatch(free -> isRepeated(free, choice)),
                        "waited though one was free");
            case Plan.Spent _ -> spent(choice);
        }
    }

    private void lastResort(Choice choice, Lease lease) {
        assertTrue(choice.left().stream().noneMatch(this::isAvailable), "forced though one was free");
        assertTrue(choice.tried().stream().noneMatch(Promises::isForced), "forced twice");
        long oldest = choice.left().stream()
                .filter(candidate -> !candidate.scopes().resting(now))
                .mapToLong(candidate -> candidate.lastFailure(CHAT))
                .min()
                .orElseThrow();
        assertEquals(oldest, lease.candidate().lastFailure(CHAT), "not the least recently failed");
    }

    private void spent(Choice choice) {
        boolean open =
                choice.left().stream().anyMatch(candidate -> !candidate.scopes().resting(now));
        if (open
                && choice.tried().stream().noneMatch(Promises::isForced)
                && choice.tried().size() < 16) {
            assertTrue(
                    choice.left().stream().filter(this::isAvailable).allMatch(free -> isRepeated(free, choice)),
                    "let go though one was free");
            assertTrue(choice.budget() < 1, "let go with a budget of " + choice.budget());
            spared += choice.tried().isEmpty() ? 1 : 0;
        }
    }

    private static boolean isRepeated(Candidate candidate, Choice choice) {
        return choice.tried().stream().anyMatch(lease -> lease.candidate().isSame(candidate));
    }

    /** What was told of a request that then came. */
    void foretold(Explanation told, List<Lease> asked) {
        assertEquals(
                told.next(), asked.isEmpty() ? null : asked.getFirst().target().name());
        long next = told.targets().stream()
                .filter(target -> target.standing() == Standing.NEXT || target.standing() == Standing.LAST_RESORT)
                .count();
        assertEquals(told.next() == null ? 0 : 1, next);
    }

    private static boolean isForced(Lease lease) {
        return lease.isTrial() && !lease.isProbe();
    }

    private boolean isAvailable(Candidate candidate) {
        return candidate.available(CHAT, ASK, now);
    }

    /** A call is granted, after a pause. */
    void granted() {
        charged++;
    }

    /** It is not made. */
    void notUsed() {
        charged--;
    }

    /**
     * An attempt begins.
     *
     * @param extra whether it repeats another that was not granted before
     */
    void called(Lease lease, boolean extra, boolean hedge) {
        assertFalse(lease.scopes().resting(now), "it rests");
        calls++;
        charged += extra || hedge || lease.isTrial() ? 1 : 0;
        hedges += hedge ? 1 : 0;
        assertFalse(hedge && lease.isTrial(), "hedged with a doubtful target");
        probed(lease, lease.candidate().endpoint());
        probed(lease, lease.candidate().model().breaker(CHAT));
    }

    private void probed(Lease lease, Breaker breaker) {
        if (breaker.isClosed()) {
            probes.remove(breaker);
            return;
        }
        if (!lease.isProbe()) {
            return;
        }
        Probe before = probes.put(breaker, new Probe(lease, now, false));
        boolean free = before == null || before.over() || now - before.began() >= 15 * SECOND;
        assertTrue(free, "two probes at once");
    }

    /** An attempt ends. */
    void ended(Lease lease) {
        probes.replaceAll((_, probe) -> probe.lease() == lease ? new Probe(lease, probe.began(), true) : probe);
    }

    /** The budget is held in every window that ends now: since its start the least was spent beyond what came in. */
    void assertBudgetIsHeld(boolean outage) {
        double beyond = charged - 0.2 * requests - 10.0 * now / SECOND;
        least = Math.min(least, beyond);
        assertTrue(beyond - least <= STOCK, "a window with too many extra calls: " + (beyond - least));
        assertTrue(20 * hedges <= requests, hedges + " hedges of " + requests + " requests");
        double callsBeyond = calls - 1.2 * requests - 10.0 * now / SECOND;
        leastInOutage = outage ? Math.min(leastInOutage, callsBeyond) : Double.MAX_VALUE;
        assertTrue(!outage || callsBeyond - leastInOutage <= STOCK + 4 * 5 + 100, "too many calls in an outage");
    }

    /** Once nothing is under way. */
    void assertNothingIsReserved(Candidate candidate) {
        for (int i = 0; i < CONCURRENT; i++) {
            assertNotNull(candidate.ledger().reserve(candidate.scopes(), Demand.REQUEST, now), i + " of " + CONCURRENT);
        }
    }
}
