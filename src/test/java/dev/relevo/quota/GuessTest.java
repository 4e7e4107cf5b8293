package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Window;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against a provider with a true limit that refuses and tells nothing. */
class GuessTest {
    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock);
    private final Scopes scopes = ledger.of(Pinned.target());
    private final List<Long> answers = new ArrayList<>();
    private final List<Long> refusals = new ArrayList<>();

    static Stream<Arguments> limits() {
        return Stream.of(
                Arguments.of(Period.SECOND, 8, new Window.Rolling(), 4, 60),
                Arguments.of(Period.SECOND, 8, new Window.Fixed(), 4, 60),
                Arguments.of(Period.MINUTE, 30, new Window.Rolling(), 10, 60),
                Arguments.of(Period.MINUTE, 30, new Window.Fixed(), 10, 60),
                Arguments.of(Period.MINUTE, 300, new Window.Rolling(), 10, 60),
                Arguments.of(Period.MINUTE, 300, new Window.Fixed(), 10, 60),
                Arguments.of(Period.HOUR, 100, new Window.Rolling(), 240, 48 * 60),
                Arguments.of(Period.HOUR, 100, new Window.Fixed(), 240, 48 * 60),
                Arguments.of(Period.DAY, 50, new Window.Rolling(), 4 * 1440, 20 * 1440));
    }

    /** Twice as much is asked for as there is; each second eight times, so that what comes back is used at once. */
    @ParameterizedTest
    @MethodSource("limits")
    void onceALimitIsLearnedAlmostAllOfItIsUsedAndFewAreRefused(
            Period period, int most, Window window, int learningMinutes, int minutes) {
        ask(provider(new QuotaLimit(Quantity.REQUESTS, period, most, window, false)), period, most, minutes);

        long from = Duration.ofMinutes(learningMinutes).toNanos();
        long windows =
                (Duration.ofMinutes(minutes).toNanos() - from) / period.length().toNanos();
        double used = (double) answers.stream().filter(at -> at >= from).count() / (windows * most);
        assertTrue(used >= 0.95, "used " + used);
        assertTrue(mostRefusalsInAWindow(period, from) <= 2, "refused " + mostRefusalsInAWindow(period, from));
        assertTrue(refusals.size() <= learning(period), "refused " + refusals.size());
    }

    @Test
    void aLimitThatRisesIsFound() {
        ask(
                provider(new QuotaLimit(Quantity.REQUESTS, Period.MINUTE, 30, new Window.Rolling(), false)),
                Period.MINUTE,
                60,
                30);
        answers.clear();

        ask(
                provider(new QuotaLimit(Quantity.REQUESTS, Period.MINUTE, 120, new Window.Rolling(), false)),
                Period.MINUTE,
                120,
                6 * 60);
        long from = clock.nanos() - Duration.ofMinutes(30).toNanos();
        long last = answers.stream().filter(at -> at >= from).count();

        assertTrue(last > 30 * 110, "in half an hour " + last);
    }

    @Test
    void aPassingTroubleShutsNobodyOutForLong() {
        Random random = new Random(3);
        for (int second = 0; second < 3600; second++) {
            boolean trouble = second >= 600 && second < 660;
            attempt(() -> !trouble, random);
            clock.advance(Duration.ofSeconds(1));
        }
        long from = Duration.ofSeconds(900).toNanos();

        assertTrue(answers.stream().filter(at -> at >= from).count() > 2500, "after it " + answers.size());
    }

    @Test
    void whatWasLearnedIsKept() {
        ask(
                provider(new QuotaLimit(Quantity.REQUESTS, Period.MINUTE, 30, new Window.Rolling(), false)),
                Period.MINUTE,
                30,
                20);

        Ledger next = new Ledger(clock);
        next.restore(ledger.state(), false);

        LimitView view = next.view(next.of(Pinned.target()), clock.nanos()).getFirst();
        assertEquals("learned", view.origin());
        assertEquals(Period.MINUTE, view.period());
        assertEquals(30L, view.most());
    }

    @Test
    void whatAnotherProcessLearnedIsTriedAgain() {
        ask(
                provider(new QuotaLimit(Quantity.REQUESTS, Period.MINUTE, 30, new Window.Rolling(), false)),
                Period.MINUTE,
                30,
                20);
        Ledger next = new Ledger(clock);
        next.restore(ledger.state(), false);
        Scopes same = next.of(Pinned.target());

        clock.advance(Duration.ofMinutes(11));
        int room = 0;
        for (Reservation one = next.reserve(same, Demand.REQUEST, clock.nanos());
                one != null && room < 40;
                one = next.reserve(same, Demand.REQUEST, clock.nanos())) {
            one.settle(Demand.REQUEST, clock.nanos());
            room++;
        }

        assertTrue(room > 30, "room for " + room);
    }

    /** Until a whole period was counted, each minute has a refusal once a longer limit is spent. */
    private static int learning(Period period) {
        return period.compareTo(Period.MINUTE) <= 0 ? 9 : 80;
    }

    private interface Provider {
        boolean answers();
    }

    /** Its own ledger keeps its limit. */
    private Provider provider(QuotaLimit limit) {
        Ledger own = new Ledger(clock);
        Scopes ownScopes = own.of(Pinned.target(limit));
        return () -> own.reserve(ownScopes, Demand.REQUEST, clock.nanos()) != null;
    }

    private void ask(Provider provider, Period period, int most, int minutes) {
        Random random = new Random(1);
        long end = clock.nanos() + Duration.ofMinutes(minutes).toNanos();
        long mean = period.length().toNanos() / most / (period == Period.SECOND ? 8 : 2);
        while (clock.nanos() < end) {
            attempt(provider, random);
            clock.advance(Duration.ofNanos((long) (mean * 2 * random.nextDouble())));
        }
    }

    private void attempt(Provider provider, Random random) {
        Scope target = scopes.target();
        Reservation reservation =
                target.resting(clock.nanos()) ? null : ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
        if (reservation == null) {
            return;
        }
        if (provider.answers()) {
            answers.add(clock.nanos());
            target.answered();
            reservation.settle(Demand.REQUEST, clock.nanos());
        } else {
            refusals.add(clock.nanos());
            target.limited(clock.nanos(), null, "");
            ledger.refused(scopes, ScopeKind.TARGET, reservation, clock.nanos());
            reservation.release(clock.nanos());
        }
    }

    private long mostRefusalsInAWindow(Period period, long from) {
        long length = period.length().toNanos();
        return refusals.stream()
                .filter(at -> at >= from)
                .mapToLong(at -> refusals.stream()
                        .filter(other -> other >= at && other < at + length)
                        .count())
                .max()
                .orElse(0);
    }
}
