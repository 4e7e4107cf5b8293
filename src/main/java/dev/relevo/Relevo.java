package dev.relevo;

import dev.relevo.config.Provider;
import dev.relevo.config.Settings;
import dev.relevo.config.Target;
import dev.relevo.demo.DemoProvider;
import dev.relevo.edge.ListenFailure;
import dev.relevo.edge.Listener;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.Scope;
import dev.relevo.relay.Relay;
import dev.relevo.routing.Router;
import dev.relevo.stats.AccessLog;
import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.ConnectionPool;
import dev.relevo.upstream.Endpoint;
import dev.relevo.upstream.FirstModel;
import dev.relevo.upstream.Line;
import dev.relevo.upstream.Redaction;
import io.helidon.common.tls.Tls;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A running proxy: everything that it is made of, wired by hand. */
public final class Relevo implements AutoCloseable {
    private static final Duration ERRORS_GRACE = Duration.ofSeconds(2);

    private final Clock clock = Clock.system();
    private final Watchdog watchdog = Watchdog.start(clock);
    private final Settings settings;
    private final AccessLog log;
    private final @Nullable DemoProvider demo;
    private final Map<Way, ConnectionPool> connections = new HashMap<>();
    private final Relay relay;
    private volatile Relay.Snapshot snapshot;
    private final Listener listener;

    /** What connections can be shared by. */
    private record Way(boolean tls, String authority, Duration connectTimeout) {}

    private Relevo(Settings configured, PrintStream out, @Nullable Tls upstreamTls) {
        Settings known = withFirstModels(configured, upstreamTls);
        this.demo = known.needsDemo() ? DemoProvider.start(clock) : null;
        this.settings = demo == null ? known : known.withDemo(demo.baseUrl());
        this.log = AccessLog.to(out);
        this.snapshot = snapshot(settings, upstreamTls);
        this.relay = new Relay(() -> snapshot, log, clock, watchdog);
        this.listener = new Listener(
                settings.server(), relay::relay, () -> snapshot.router().aliases(), clock, watchdog, null);
    }

    /** Starts with the certificates that the machine trusts. */
    public static Relevo start(Settings settings, PrintStream accessLog) throws ListenFailure {
        return start(settings, accessLog, null);
    }

    /**
     * Starts, and returns when it serves.
     *
     * @param accessLog gets a line for each attempt
     * @param upstreamTls whom to trust upstream; null for the certificates that the machine trusts
     */
    public static Relevo start(Settings settings, PrintStream accessLog, @Nullable Tls upstreamTls)
            throws ListenFailure {
        // First of all, since asking providers may take a while.
        Listener.expectFree(settings.server());
        Relevo relevo = new Relevo(settings, accessLog, upstreamTls);
        try {
            relevo.listener.start();
        } catch (ListenFailure e) {
            relevo.close();
            throw e;
        }
        return relevo;
    }

    /** As configured, the demo provider included where it serves. */
    public Settings settings() {
        return settings;
    }

    public int port() {
        return listener.port();
    }

    /** Lets open requests end within the grace, then ends the rest with an error. */
    public void drain(Duration grace) {
        if (!listener.drain(grace)) {
            relay.abortAll();
            listener.drain(ERRORS_GRACE);
        }
    }

    @Override
    public void close() {
        listener.close();
        connections.values().forEach(ConnectionPool::close);
        if (demo != null) {
            demo.close();
        }
        log.close();
        watchdog.close();
    }

    private Settings withFirstModels(Settings configured, @Nullable Tls upstreamTls) {
        Settings known = configured;
        for (Provider provider : configured.askedForFirstModel()) {
            known = switch (FirstModel.of(provider, connections(provider, upstreamTls), clock)) {
                case FirstModel.Known(String id) -> known.withFirstModel(provider, id);
                case FirstModel.Unknown(String why) -> known.withoutFirstModel(provider, why);
            };
        }
        return known;
    }

    private Relay.Snapshot snapshot(Settings known, @Nullable Tls upstreamTls) {
        Router router = new Router(known, new Ledger());
        Redaction redaction = new Redaction(known.providers());
        Map<Scope, Line> lines = new HashMap<>();
        router.targets().forEach((scope, target) -> lines.put(scope, line(target, redaction, upstreamTls)));
        return new Relay.Snapshot(router, lines);
    }

    private Line line(Target target, Redaction redaction, @Nullable Tls upstreamTls) {
        Endpoint endpoint = new Endpoint(target.provider().baseUrl());
        return new Line(target, endpoint, connections(target.provider(), upstreamTls), redaction);
    }

    private ConnectionPool connections(Provider provider, @Nullable Tls upstreamTls) {
        Endpoint endpoint = new Endpoint(provider.baseUrl());
        Duration connectTimeout = provider.timeouts().connect();
        return connections.computeIfAbsent(
                new Way(endpoint.tls(), endpoint.authority(), connectTimeout),
                _ -> new ConnectionPool(endpoint, connectTimeout, upstreamTls, clock, watchdog));
    }
}
