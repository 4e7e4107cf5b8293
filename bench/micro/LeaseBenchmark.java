package dev.relevo.bench;

import dev.relevo.config.ContextWindows;
import dev.relevo.config.Continuation;
import dev.relevo.config.Period;
import dev.relevo.config.Provider;
import dev.relevo.config.Quantity;
import dev.relevo.config.Quirks;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Quotas;
import dev.relevo.config.Secret;
import dev.relevo.config.Supports;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.config.Timeouts;
import dev.relevo.config.Window;
import dev.relevo.quota.Demand;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.Reservation;
import dev.relevo.quota.Scopes;
import dev.relevo.time.Clock;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to reserve and to settle, the reading of the clock included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LeaseBenchmark {
    private static final long PLENTY = 1_000_000_000_000_000L;
    private static final Demand EXPECTED = new Demand(300, 512, 1000);
    private static final Demand TAKEN = new Demand(290, 120, 800);

    @Param({"0", "2", "6"})
    public int limits;

    private final Clock clock = Clock.system();
    private final Ledger ledger = new Ledger(clock);
    private Scopes scopes;

    @Setup
    public void setUp() {
        Window rolling = new Window.Rolling();
        Window day = new Window.Calendar(ZoneId.of("America/Los_Angeles"));
        List<QuotaLimit> all = List.of(
                new QuotaLimit(Quantity.REQUESTS, Period.MINUTE, PLENTY, rolling, false),
                new QuotaLimit(Quantity.TOKENS, Period.MINUTE, PLENTY, rolling, false),
                new QuotaLimit(Quantity.REQUESTS, Period.DAY, PLENTY, day, false),
                new QuotaLimit(Quantity.TOKENS, Period.DAY, PLENTY, day, false),
                new QuotaLimit(Quantity.USD, Period.MONTH, PLENTY, new Window.Fixed(), false),
                new QuotaLimit(Quantity.CONCURRENT, null, PLENTY, rolling, false));
        Provider provider = new Provider(
                "p", "p", URI.create("https://p.example/v1"), List.of(new Secret("key")), true, List.of(), null, null,
                Map.of(), Timeouts.DEFAULT, Quirks.NONE, Supports.EVERYTHING, ContextWindows.UNKNOWN, Quotas.NONE);
        scopes = ledger.of(new Target(provider, "m", new Secret("key"), 1, null, Set.of(), null, Continuation.NONE,
                new Terms(all.subList(0, limits), null)));
    }

    @Benchmark
    public Reservation reserveAndSettle() {
        Reservation reservation = ledger.reserve(scopes, EXPECTED, clock.nanos());
        reservation.settle(TAKEN, clock.nanos());
        return reservation;
    }
}
