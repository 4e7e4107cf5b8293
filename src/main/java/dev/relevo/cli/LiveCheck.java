package dev.relevo.cli;

import dev.relevo.config.Provider;
import dev.relevo.config.Settings;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.ConnectionPool;
import dev.relevo.upstream.Endpoint;
import dev.relevo.wire.Heap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks every live provider with each of its keys, all at once. */
final class LiveCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Settings settings;
    private final Duration patience;
    private final Clock clock = Clock.system();

    /** @param patience for all that one key is asked for */
    private LiveCheck(Settings settings, Duration patience) {
        this.settings = settings;
        this.patience = patience;
    }

    static LiveReport of(Settings settings) {
        return of(settings, PATIENCE);
    }

    /** @param patience for all that one key is asked for */
    static LiveReport of(Settings settings, Duration patience) {
        return new LiveCheck(settings, patience).report();
    }

    private LiveReport report() {
        try (Watchdog watchdog = Watchdog.start(clock);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<KeyReport>> asked =
                    probes(watchdog).stream().map(threads::submit).toList();
            List<KeyReport> reports = new ArrayList<>();
            for (Future<KeyReport> each : asked) {
                reports.add(each.get());
            }
            return new LiveReport(reports);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LiveReport(List.of());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private List<Callable<KeyReport>> probes(Watchdog watchdog) {
        Deadline until = Deadline.after(clock, patience);
        List<Callable<KeyReport>> probes = new ArrayList<>();
        for (Provider provider : settings.providers()) {
            int keys = provider.live() ? Math.max(1, provider.keys().size()) : 0;
            for (int ordinal = 1; ordinal <= keys; ordinal++) {
                probes.add(probe(provider, ordinal, until, watchdog));
            }
        }
        return probes;
    }

    private Callable<KeyReport> probe(Provider provider, int ordinal, Deadline until, Watchdog watchdog) {
        return () -> {
            Endpoint endpoint = new Endpoint(provider.baseUrl());
            try (ConnectionPool connections = new ConnectionPool(
                    endpoint, provider.timeouts().connect(), null, Heap.ofThisProcess(), clock, watchdog)) {
                return new Probe(settings, provider, ordinal, connections, until, clock).run();
            }
        };
    }
}
