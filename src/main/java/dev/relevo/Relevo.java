package dev.relevo;

import dev.relevo.config.Provider;
import dev.relevo.config.Settings;
import dev.relevo.demo.DemoProvider;
import dev.relevo.edge.ListenFailure;
import dev.relevo.edge.Listener;
import dev.relevo.edge.Overview;
import dev.relevo.quota.LedgerRows;
import dev.relevo.quota.Scope;
import dev.relevo.relay.Insight;
import dev.relevo.relay.Relay;
import dev.relevo.relay.Traces;
import dev.relevo.routing.BreakerTurn;
import dev.relevo.routing.Health;
import dev.relevo.routing.Router;
import dev.relevo.stats.AccessLog;
import dev.relevo.stats.Attempts;
import dev.relevo.stats.BreakerRecord;
import dev.relevo.stats.Metrics;
import dev.relevo.stats.Tracing;
import dev.relevo.store.Store;
import dev.relevo.store.UsageTally;
import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.ConnectionPools;
import dev.relevo.upstream.FirstModel;
import dev.relevo.upstream.Line;
import dev.relevo.upstream.Redaction;
import dev.relevo.wire.Heap;
import io.helidon.common.tls.Tls;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A running proxy: everything that it is made of, wired by hand. */
public final class Relevo implements AutoCloseable {
    /** Clients of Python's httpx forget a connection that was idle for so long. */
    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(5);

    private static final Duration ERRORS_GRACE = Duration.ofSeconds(2);

    /** For a slow disk. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private static final System.Logger LOG = System.getLogger(Relevo.class.getName());

    private final Clock clock = Clock.system();
    private final Watchdog watchdog = Watchdog.start(clock);
    private final RandomGenerator random = new Random();
    private final Health health = new Health(random, clock, this::told);
    private final Heap heap = Heap.ofThisProcess();
    private final ConnectionPools connections;
    private final Map<URI, String> firstModels = new HashMap<>();
    private final AccessLog log;
    private final Attempts attempts = new Attempts();
    private final Traces traces = new Traces();
    private final Metrics metrics = new Metrics();
    private final @Nullable Tracing tracing;
    private final UsageTally usage = new UsageTally();
    private final Store store;
    private final Relay relay;
    private final KeyRing keys;
    private final Listener listener;
    private @Nullable DemoProvider demo;
    private boolean closed;
    private volatile Settings settings;
    private volatile Relay.Snapshot snapshot;

    private Relevo(Settings configured, OutputStream out, @Nullable Tls upstreamTls) {
        this.connections = new ConnectionPools(upstreamTls, heap, clock, watchdog);
        this.log = AccessLog.to(out);
        this.settings = complete(configured);
        log.configure(Telling.style(settings));
        this.store = Store.open(
                settings.server().stateDir(),
                clock::epochMillis,
                LONGEST_WAIT,
                notice -> LOG.log(Level.WARNING, notice));
        health.ledger().restore(LedgerRows.read(store.states()), store.interrupted());
        health.ledger().tell(state -> store.writeNow(LedgerRows.of(state)));
        this.snapshot = snapshot(settings);
        this.tracing =
                Telling.tracing(settings, words -> log.style().redaction().apply(words));
        this.keys =
                new KeyRing(settings.server(), store, health.ledger(), clock, notice -> LOG.log(Level.WARNING, notice));
        this.relay = new Relay(() -> snapshot, log, attempts, usage, traces, metrics, clock, watchdog);
        this.listener =
                new Listener(settings.server(), keys.keys(), relay::relay, overview(), log, heap, clock, watchdog);
        store.begin(
                () -> LedgerRows.of(health.ledger().state()),
                usage,
                () -> settings.server().usageRetention().toDays());
        keys.begin(listener::configure);
    }

    private void told(BreakerTurn turn) {
        long rest = turn.open() ? turn.rest().toMillis() : -1;
        log.breakerTurned(new BreakerRecord(clock.epochMillis(), turn.what(), turn.open(), turn.reason(), rest));
    }

    private Overview overview() {
        return new Overview(
                () -> snapshot.router().models(),
                this::services,
                attempts,
                () -> snapshot.router().states(clock.nanos()),
                () -> keys.present().clients(),
                new Insight(() -> snapshot.router(), traces, usage, clock),
                metrics,
                tracing);
    }

    private List<String> services() {
        return settings.providers().stream()
                .filter(Provider::live)
                .map(Provider::displayName)
                .distinct()
                .toList();
    }

    /** Starts with the certificates that the machine trusts. */
    public static Relevo start(Settings settings, OutputStream accessLog) throws ListenFailure {
        return start(settings, accessLog, null);
    }

    /**
     * Starts, and returns when it serves.
     *
     * @param accessLog gets a line for each request and each attempt
     * @param upstreamTls whom to trust upstream; null for the certificates that the machine trusts
     */
    public static Relevo start(Settings settings, OutputStream accessLog, @Nullable Tls upstreamTls)
            throws ListenFailure {
        // First of all, since asking providers may take a while.
        Listener.expectFree(settings.server());
        Relevo relevo = new Relevo(settings, accessLog, upstreamTls);
        relevo.begin(relevo.listener::start);
        relevo.warnUnlessAlone();
        return relevo;
    }

    /** As {@link #start(Settings, OutputStream)}, beside a process of the same user that serves at the same address. */
    public static Relevo startBeside(Settings settings, OutputStream accessLog) throws ListenFailure {
        Relevo relevo = new Relevo(settings, accessLog, null);
        relevo.begin(relevo.listener::startBeside);
        return relevo;
    }

    private void warnUnlessAlone() {
        if (!store.isAlone()) {
            LOG.log(
                    Level.WARNING,
                    "another process serves with the same state directory, "
                            + settings.server().stateDir()
                            + ": each counts for itself, so that together they may use more than the limits allow;"
                            + " give each a server.state-dir of its own, or end the other");
        }
    }

    private interface Beginning {
        void run() throws ListenFailure;
    }

    private void begin(Beginning listening) throws ListenFailure {
        try {
            listening.run();
        } catch (ListenFailure e) {
            close();
            throw e;
        }
    }

    /**
     * Serves by other settings from the next request on; those under way end as they began. What is still configured keeps
     * its health and its pauses. Takes up to some seconds where a local server is asked for its first model.
     *
     * @return what takes a restart and stays as it was, a sentence each
     * @throws IllegalStateException if this JDK cannot use the certificates; then nothing has changed
     */
    public synchronized List<String> reload(Settings configured) {
        if (closed) {
            return List.of("Relevo has stopped");
        }
        ServerChange change = ServerChange.of(settings.server(), configured.server());
        Settings next = complete(configured.withServer(change.applied()));
        listener.certify(next.server().tls());
        Relay.Snapshot then = snapshot(next);
        // From here on nothing can fail.
        settings = next;
        snapshot = then;
        keys.configure(next.server());
        log.configure(Telling.style(next));
        health.retain(then.router());
        connections.retain(next.providers());
        firstModels
                .keySet()
                .retainAll(next.providers().stream().map(Provider::baseUrl).toList());
        return change.postponed();
    }

    /** As it serves now, the demo provider included where it serves. */
    public Settings settings() {
        return settings;
    }

    public int port() {
        return listener.port();
    }

    /** Tells a person something, as a line of the log. Never blocks. */
    public void tell(String line) {
        log.tell(clock.epochMillis(), line);
    }

    /** Should clients not be accepted any more, this runs once, on a thread of its own. */
    public void onDeaf(Runnable action) {
        listener.onDeaf(action);
    }

    /** Sends clients and load balancers elsewhere, and serves those who come all the same, for some seconds at most. */
    public void settle() {
        Duration grace = settings.server().drainGrace();
        listener.settle(grace.compareTo(LONGEST_SETTLING) < 0 ? grace : LONGEST_SETTLING);
    }

    /** Lets open requests end within the grace, then ends the rest with an error. */
    public void drain(Duration grace) {
        if (!listener.drain(grace)) {
            relay.abortAll();
            listener.drain(ERRORS_GRACE);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        keys.close();
        listener.close();
        connections.close();
        if (demo != null) {
            demo.close();
        }
        store.close();
        if (tracing != null) {
            tracing.close();
        }
        log.close();
        watchdog.close();
    }

    /** With what only the running system knows: the first models of local servers, the demo's address. */
    private Settings complete(Settings configured) {
        Settings known = configured;
        for (Provider provider : configured.askedForFirstModel()) {
            known = withFirstModel(known, provider);
        }
        return known.needsDemo() ? known.withDemo(demo().baseUrl()) : known;
    }

    /** A server that does not answer now keeps the model that it had. */
    private Settings withFirstModel(Settings known, Provider provider) {
        URI server = provider.baseUrl();
        return switch (FirstModel.of(provider, connections.of(provider), clock)) {
            case FirstModel.Known(String id) -> {
                firstModels.put(server, id);
                yield known.withFirstModel(provider, id);
            }
            case FirstModel.Unknown(String why) -> {
                String before = firstModels.get(server);
                yield before == null ? known.withoutFirstModel(provider, why) : known.withFirstModel(provider, before);
            }
        };
    }

    /** Once started it stays, since ending it would cut its streams. */
    private DemoProvider demo() {
        DemoProvider running = demo == null ? DemoProvider.start(clock) : demo;
        demo = running;
        return running;
    }

    private Relay.Snapshot snapshot(Settings known) {
        Router router = new Router(known, health, random);
        Redaction redaction = Telling.redaction(known);
        Map<Scope, Line> lines = new HashMap<>();
        router.keys().forEach((scope, target) -> {
            Provider provider = target.provider();
            lines.put(scope, new Line(provider, target.key(), connections.of(provider), redaction));
        });
        return new Relay.Snapshot(router, lines);
    }
}
