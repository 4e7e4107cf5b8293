package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Window;
import dev.relevo.wire.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random requests against a list of all of them. */
class LedgerPropertiesTest {
    private static final long MINUTE = Period.MINUTE.length().toNanos();

    /** As exact as a wall clock is. */
    private static final Duration CLOCK = Duration.ofMillis(1);

    private final MovedClock clock = new MovedClock();
    private final Ledger ledger = new Ledger(clock);

    private static final class Request {
        private final long at;
        private final Reservation reservation;
        private long tokens;
        private boolean over;

        Request(long at, long tokens, Reservation reservation) {
            this.at = at;
            this.tokens = tokens;
            this.reservation = reservation;
        }
    }

    /** Within a trailing minute there are never more than allowed, and nobody is refused whom a window a 240th longer admits. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRollingLimitIsKeptAndUsed(long seed) {
        Random random = new Random(seed);
        long most = 500 + random.nextInt(2000);
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.TOKENS, Period.MINUTE, most)));
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(1000)));
            long tokens = 1 + random.nextInt(100);
            Reservation reservation = ledger.reserve(scopes, new Demand(tokens, 0, 0), clock.nanos());
            if (reservation == null) {
                assertTrue(used(requests, MINUTE + MINUTE / 240 + 240) + tokens > most, "refused without need");
            } else {
                requests.add(new Request(clock.nanos(), tokens, reservation));
                assertTrue(used(requests, MINUTE) <= most, "overspent");
            }
            end(requests.get(random.nextInt(requests.size())), random);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void whoComesBackWhenToldIsAdmittedAndNoSooner(long seed) {
        Random random = new Random(seed);
        QuotaLimit[] limits = {
            Pinned.limit(Quantity.REQUESTS, Period.SECOND, 2),
            Pinned.limit(Quantity.REQUESTS, Period.HOUR, 300, new Window.Fixed()),
            Pinned.limit(Quantity.TOKENS, Period.MINUTE, 3000),
            Pinned.limit(Quantity.USD, Period.DAY, 100_000, new Window.Calendar(ZoneId.of("Europe/Madrid")))
        };
        Scopes scopes = ledger.of(Pinned.target(limits));
        int waits = 0;
        for (int i = 0; i < 3000; i++) {
            Demand demand = new Demand(random.nextInt(400), random.nextInt(200), random.nextInt(200));
            Duration wait = ledger.roomIn(scopes, demand, clock.nanos());
            assertTrue(wait.compareTo(Durations.MAX) < 0);
            if (wait.compareTo(CLOCK) > 0) {
                waits++;
                clock.advance(wait.minus(CLOCK));
                assertNull(ledger.reserve(scopes, demand, clock.nanos()), "before " + wait);
                clock.advance(CLOCK);
            } else {
                clock.advance(wait);
            }
            Reservation reservation = ledger.reserve(scopes, demand, clock.nanos());
            assertNotNull(reservation, "after " + wait);
            if (random.nextInt(3) == 0) {
                reservation.settle(new Demand(random.nextInt(400), random.nextInt(300), 50), clock.nanos());
            }
            clock.advance(Duration.ofMillis(random.nextInt(300)));
        }
        assertTrue(waits > 100, "waits " + waits);
    }

    @Test
    void eightThreadsTakeNoMoreThanThereIsAndLeaveNothingBehind() throws Exception {
        int threads = 8;
        Scopes scopes = ledger.of(Pinned.target(
                Pinned.ofAccount(Pinned.limit(Quantity.TOKENS, Period.DAY, 100_000)),
                "key",
                "m",
                Pinned.concurrent(5)));
        AtomicLong taken = new AtomicLong();
        AtomicLong underWay = new AtomicLong();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Random random = new Random(thread);
                all.add(executor.submit(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        take(scopes, random, taken, underWay);
                    }
                    return true;
                }));
            }
            for (Future<Boolean> one : all) {
                assertTrue(one.get());
            }
        }

        List<LimitView> views = ledger.view(scopes, clock.nanos());
        assertEquals(taken.get(), views.getFirst().used());
        assertTrue(taken.get() > 99_900 && taken.get() <= 100_000, "taken " + taken);
        assertEquals(0, views.get(1).used());
    }

    private void take(Scopes scopes, Random random, AtomicLong taken, AtomicLong underWay) {
        long tokens = 1 + random.nextInt(50);
        Reservation reservation = ledger.reserve(scopes, new Demand(tokens, 0, 0), clock.nanos());
        if (reservation == null) {
            return;
        }
        assertTrue(underWay.incrementAndGet() <= 5);
        underWay.decrementAndGet();
        switch (random.nextInt(3)) {
            case 0 -> reservation.release(clock.nanos());
            case 1 -> {
                reservation.count(clock.nanos());
                taken.addAndGet(tokens);
            }
            default -> {
                reservation.settle(new Demand(tokens / 2, 0, 0), clock.nanos());
                taken.addAndGet(tokens / 2);
            }
        }
    }

    private void end(Request request, Random random) {
        if (request.over) {
            return;
        }
        request.over = true;
        switch (random.nextInt(3)) {
            case 0 -> {
                request.reservation.release(clock.nanos());
                request.tokens = 0;
            }
            case 1 -> request.reservation.count(clock.nanos());
            default -> {
                request.tokens = random.nextInt((int) request.tokens + 1);
                request.reservation.settle(new Demand(request.tokens, 0, 0), clock.nanos());
            }
        }
    }

    private long used(List<Request> requests, long window) {
        long used = 0;
        for (int i = requests.size() - 1; i >= 0 && requests.get(i).at > clock.nanos() - window; i--) {
            used += requests.get(i).tokens;
        }
        return used;
    }
}
