package dev.relevo.edge;

import dev.relevo.config.Limits;
import dev.relevo.config.Server;
import dev.relevo.config.ServerTls;
import dev.relevo.stats.AccessLog;
import dev.relevo.stats.RequestMeters;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import dev.relevo.wire.Heap;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The address that clients talk to. */
public final class Listener implements AutoCloseable {
    /** What {@code server.max-body} may be at most; the present limit is held in {@link RequestBody} and the guard. */
    private static final long LARGEST_BODY = 1L << 30;

    private static final int BACKLOG = 1024;

    /** Longer than any drain: the end of waiting is decided here, not in the server library. */
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration ABORT_AGAIN = Duration.ofMillis(50);

    private static final String WHAT_TO_DO =
            "; stop the program that has the port or choose another (--port, PORT, server.port)";

    private static final System.Logger LOG = System.getLogger(Listener.class.getName());

    private final Server settings;
    private final Clock clock;
    private final Capacity capacity;
    private final Guard guard;
    private final ListenerWatch watch;
    private final StatusFeed feed;
    private final @Nullable ReloadableTls tls;
    private final WebServer server;
    private volatile Runnable deaf = () -> {};
    private volatile Terms terms;
    private volatile boolean draining;

    /**
     * A listener that does not listen yet.
     *
     * @param accessLog gets a line for each request
     * @param heap from which clients take what they need
     */
    public Listener(
            Server settings,
            AccessKeys keys,
            ModelHandler chat,
            Overview overview,
            AccessLog accessLog,
            Heap heap,
            Clock clock,
            Watchdog watchdog) {
        this.settings = settings;
        this.clock = clock;
        this.tls = settings.tls() == null ? null : new ReloadableTls(settings.tls());
        this.terms = Terms.of(settings, keys);
        RequestMeters meters = overview.metrics().requests();
        this.capacity = Capacity.of(() -> terms().limits(), heap, meters::turnWaited, clock);
        RequestLog log = new RequestLog(accessLog, meters, overview.insight()::poolOf, clock);
        OpenSockets sockets = new OpenSockets(
                () -> capacity.connections().limit() + OpenSockets.MOST_ENDING,
                new Addresses(() -> Capacity.connectionsPerAddress(terms().limits()), clock),
                () -> terms().connection().head(),
                new ConnectionRoom(heap, tls != null),
                clock,
                watchdog);
        Api api = new Api(overview, accessLog, clock);
        this.feed = new StatusFeed(api::status, clock);
        Routes routes = new Routes(
                chat,
                new Models(overview.models(), clock.epochMillis() / 1000),
                new Health(overview, () -> draining, clock),
                api,
                feed,
                new Scrape(overview, capacity, sockets, clock));
        FrontHandler front =
                new FrontHandler(this::terms, capacity, routes, () -> draining, log, overview.tracing(), clock);
        this.guard = new Guard(() -> terms().connection(), capacity, sockets, clock, watchdog);
        this.watch = new ListenerWatch(
                () -> new InetSocketAddress(settings.host(), port()),
                sockets::accepted,
                this::becomeDeaf,
                clock,
                watchdog);
        this.server = server(front, log, sockets);
    }

    /**
     * From the next request on, these are the rules of access and the limits. The address stays, and whether it is HTTPS.
     *
     * @param changed a configuration of the same listener
     */
    public void configure(Server changed, AccessKeys keys) {
        terms = Terms.of(changed, keys);
        feed.endPresent();
    }

    /**
     * From the next connection on, these are the certificates, if it is HTTPS.
     *
     * @throws IllegalStateException if this JDK cannot use them; those of before stay
     */
    public void certify(@Nullable ServerTls changed) {
        if (tls != null && changed != null) {
            tls.load(changed);
        }
    }

    private Terms terms() {
        return terms;
    }

    /**
     * Tries the address for a moment: the server library does not say why it cannot listen.
     *
     * @throws ListenFailure if nothing could listen there
     */
    public static void expectFree(Server settings) throws ListenFailure {
        InetSocketAddress address = address(settings);
        if (address.isUnresolved()) {
            throw failure(settings, ": there is no such host (server.host)", null);
        }
        try (ServerSocket attempt = new ServerSocket()) {
            attempt.setReuseAddress(true);
            attempt.bind(address);
        } catch (BindException e) {
            throw failure(settings, ": " + e.getMessage() + WHAT_TO_DO, e);
        } catch (IOException e) {
            throw failure(settings, ": " + e.getMessage(), e);
        }
    }

    /** Binds the address and begins to serve. */
    public void start() throws ListenFailure {
        expectFree(settings);
        begin();
    }

    /** The same where another process of this user serves already: from now on new connections come here. */
    public void startBeside() throws ListenFailure {
        expectShared();
        begin();
        NewestFirst.take(new InetSocketAddress(settings.host(), port()));
    }

    /** Tries the address without listening, since whoever listens for a moment loses the clients that come in it. */
    private void expectShared() throws ListenFailure {
        try (Socket attempt = new Socket()) {
            attempt.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            attempt.bind(address(settings));
        } catch (IOException e) {
            throw failure(settings, ": whoever listens there does not share the port with this user", e);
        }
    }

    private void begin() throws ListenFailure {
        server.start();
        if (!server.isRunning()) {
            throw failure(settings, "", null);
        }
        warnOfFewFiles();
        watch.start();
    }

    /**
     * Should it cease to accept clients without having been told to, it is not ready any more, and this runs once, on a
     * thread of its own.
     */
    public void onDeaf(Runnable action) {
        deaf = action;
    }

    private void becomeDeaf() {
        LOG.log(Level.ERROR, "no client is accepted any more; the process has to be started anew");
        unready();
        deaf.run();
    }

    /** The port it listens on, which the settings may have left open. */
    public int port() {
        return server.port();
    }

    /**
     * Turns readiness off: {@code /health} and {@code /health/ready} answer 503 from now on, each answer ends its connection,
     * and so do those who watch the status.
     */
    public void unready() {
        draining = true;
        feed.end();
    }

    /**
     * Turns readiness off and serves on for a second, and longer while clients hold connections that are idle: whoever sends
     * a request is answered, and told to connect anew.
     *
     * @param most the longest that takes
     */
    public void settle(Duration most) {
        unready();
        Deadline end = Deadline.after(clock, most);
        Deadline least = Deadline.after(clock, SETTLING).earlier(end);
        while (!least.passed(clock) || (guard.hasIdle() && !end.passed(clock))) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /**
     * Turns readiness off, stops accepting, closes idle connections, and waits for open requests to end.
     *
     * @return whether all did
     */
    public boolean drain(Duration grace) {
        unready();
        watch.close();
        Thread stopping = Thread.ofVirtual().name("drain").start(server::stop);
        guard.endIdle();
        try {
            return stopping.join(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops at once, whatever is open. */
    @Override
    public void close() {
        capacity.turnstile().close();
        while (!drain(ABORT_AGAIN)) {
            guard.abortAll();
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private WebServer server(FrontHandler front, RequestLog log, OpenSockets sockets) {
        WebServerConfig.Builder config = WebServer.builder()
                .bindAddress(address(settings))
                .backlog(BACKLOG)
                .putListenerSocketOption(StandardSocketOptions.SO_REUSEPORT, true)
                .shutdownHook(false)
                .shutdownGracePeriod(FOR_EVER)
                .idleConnectionTimeout(FOR_EVER)
                .useNio(false)
                .writeQueueLength(0)
                .connectionOptions(sockets)
                .maxPayloadSize(LARGEST_BODY)
                .contentEncoding(new UndecodedBodies())
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                .addConnectionSelector(guard)
                .directHandlers(DirectAnswers.handlers(this::terms, log))
                .routing(routing -> routing.any(front));
        if (tls != null) {
            config.tls(tls.tls());
        }
        return config.build();
    }

    /** Whoever never thought of a number gets as many connections as there can be, and is not bothered. */
    private void warnOfFewFiles() {
        int wanted = settings.limits().maxConnections();
        if (wanted > OpenFiles.connections() && wanted != Limits.DEFAULT.maxConnections()) {
            LOG.log(
                    Level.WARNING,
                    "server.max-connections is {0}, but the process may open so few files (ulimit -n) that {1} are served",
                    Integer.toString(wanted),
                    Long.toString(OpenFiles.connections()));
        }
    }

    private static InetSocketAddress address(Server settings) {
        return new InetSocketAddress(settings.host(), settings.port());
    }

    private static ListenFailure failure(Server settings, String why, @Nullable Throwable cause) {
        return new ListenFailure("cannot listen on " + settings.host() + ':' + settings.port() + why, cause);
    }
}
