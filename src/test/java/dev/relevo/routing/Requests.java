package dev.relevo.routing;

import dev.relevo.config.Entry;
import dev.relevo.config.Feature;
import dev.relevo.config.Period;
import dev.relevo.config.Price;
import dev.relevo.config.Provider;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Retries;
import dev.relevo.config.Sample;
import dev.relevo.config.Settings;
import dev.relevo.config.Strategy;
import dev.relevo.config.Terms;
import dev.relevo.config.Window;
import dev.relevo.dialect.Size;
import dev.relevo.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Pools made up for tests, and requests that draw from them. */
final class Requests {
    private Requests() {}

    /** A pool with one entry each, all on tier 1. */
    static Pool pool(Strategy strategy, Provider... providers) {
        return pool(
                strategy,
                List.of(providers),
                Arrays.stream(providers)
                        .map(provider -> Sample.entry(provider.name(), 1))
                        .toList());
    }

    static Pool pool(Strategy strategy, List<Provider> providers, List<Entry> entries) {
        return pool(new Router(
                Sample.settings(strategy, providers, entries), new Health(() -> 0, new ManualClock()), new Random(1)));
    }

    /** In turn, with these retries, over one entry each. */
    static Pool pool(Retries retries, String... names) {
        List<Provider> providers = List.of(providers(names));
        List<Entry> entries = providers.stream()
                .map(provider -> Sample.entry(provider.name(), 1))
                .toList();
        Settings settings = Sample.settings(Strategy.ROUND_ROBIN, providers, entries, retries);
        return pool(new Router(settings, new Health(() -> 0, new ManualClock()), new Random(1)));
    }

    /** Over these entries of providers of one key each, where a request waits for room that long. */
    static Pool pool(Strategy strategy, Duration maxWait, Entry... entries) {
        List<String> names =
                Arrays.stream(entries).map(Entry::provider).distinct().toList();
        List<Provider> providers = List.of(providers(names.toArray(String[]::new)));
        Retries retries = new Retries(0, maxWait, false);
        Settings settings = Sample.settings(strategy, providers, List.of(entries), retries);
        return pool(new Router(settings, new Health(() -> 0, new ManualClock()), new Random(1)));
    }

    /** The model of a provider under limits of its own, at a dollar for a million tokens. */
    static Entry entry(String provider, int tier, QuotaLimit... limits) {
        return priced(provider, tier, new Price(1_000_000, 1_000_000, 1_000_000), limits);
    }

    static Entry priced(String provider, int tier, @Nullable Price price, QuotaLimit... limits) {
        Terms terms = new Terms(List.of(limits), price);
        return new Entry(provider, "model", tier, null, 1, null, null, null, terms);
    }

    static QuotaLimit limit(Quantity quantity, @Nullable Period period, long most) {
        return new QuotaLimit(quantity, period, most, new Window.Fixed(), false);
    }

    /** The pool of the alias {@code auto}. */
    static Pool pool(Router router) {
        Pool pool = router.pool("auto");
        if (pool == null) {
            throw new IllegalStateException("no alias 'auto'");
        }
        return pool;
    }

    /** Providers of one key each. */
    static Provider[] providers(String... names) {
        return Arrays.stream(names).map(name -> Sample.provider(name, 1)).toArray(Provider[]::new);
    }

    /** Of a request that takes no tokens. */
    static Ask ask(Set<Feature> needs, boolean stream) {
        return new Ask(needs, stream, Size.NONE, null, null, null);
    }

    /** The plan of a plain chat. */
    static Plan plan(Pool pool) {
        return pool.plan(ask(Set.of(Feature.CHAT), false));
    }

    /** The next lease; fails where there is none. */
    static Lease lease(Plan plan, long nowNanos) {
        if (plan.next(nowNanos) instanceof Lease lease) {
            return lease;
        }
        throw new AssertionError("no target is left");
    }

    /** That target's lease; those before it in turn are given back. */
    static Lease lease(String target, Plan plan, long nowNanos) {
        Lease lease = lease(plan, nowNanos);
        while (!lease.target().name().equals(target)) {
            lease.released(nowNanos);
            lease = lease(plan, nowNanos);
        }
        return lease;
    }

    static Lease lease(String target, Pool pool, long nowNanos) {
        return lease(target, plan(pool), nowNanos);
    }

    /** A request that is answered at once. */
    static String answered(Pool pool, long nowNanos) {
        Lease lease = lease(plan(pool), nowNanos);
        lease.answered(nowNanos);
        lease.completed(nowNanos);
        return lease.target().name();
    }

    /** Requests one after the other. */
    static List<String> answered(Pool pool, int requests, long nowNanos) {
        return IntStream.range(0, requests)
                .mapToObj(_ -> answered(pool, nowNanos))
                .toList();
    }

    /** A request whose every attempt fails; the names in the order of the attempts. */
    static List<String> failing(Pool pool, long nowNanos) {
        List<String> names = new ArrayList<>();
        Plan plan = plan(pool);
        while (plan.next(nowNanos) instanceof Lease lease) {
            lease.modelFailed(nowNanos);
            names.add(lease.target().name());
        }
        return names;
    }

    /** Requests that fail on that target until its breaker is open; others answer. */
    static void breakTarget(Pool pool, String target, long nowNanos) {
        for (int failures = 0; failures < 5; ) {
            lease(target, pool, nowNanos).modelFailed(nowNanos);
            failures++;
        }
    }

    static Map<String, Integer> counts(List<String> names) {
        Map<String, Integer> counts = new TreeMap<>();
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }
}
