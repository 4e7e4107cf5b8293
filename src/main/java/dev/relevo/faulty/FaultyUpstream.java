package dev.relevo.faulty;

import dev.relevo.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An upstream on a free loopback port that does to its clients what its {@link Script}s say, keeps what it was sent, and
 * sees when a client leaves. Scripts queued by {@link #next} are used up first, then the standing one of {@link #always}
 * holds. Everything may be changed while it runs.
 *
 * <p>What goes wrong on its own threads (a request that breaks the grammar, a failed assertion in a script function) is
 * thrown by {@link #close()}.
 */
public final class FaultyUpstream implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Clock clock = Clock.system();
    private final @Nullable SSLContext tls;
    private final int port;
    private final Queue<Script> scripts = new ArrayDeque<>();
    private final Queue<Fault> acceptFaults = new ArrayDeque<>();
    private final List<Connection> connections = new ArrayList<>();
    private final List<Received> requests = new ArrayList<>();
    private final BlockingQueue<Received> untaken = new LinkedBlockingQueue<>();
    private final List<Throwable> failures = new ArrayList<>();
    private Function<Received, Script> standing = FaultyUpstream::unscripted;
    private @Nullable Fault standingAcceptFault;
    private boolean forgetting;
    private int accepted;
    private Listening listening;
    private @Nullable Socket placeholder;

    private record Listening(ServerSocket socket, Thread thread) {}

    private FaultyUpstream(@Nullable SSLContext tls) {
        this.tls = tls;
        this.listening = listen(0);
        this.port = listening.socket().getLocalPort();
    }

    public static FaultyUpstream start() {
        return new FaultyUpstream(null);
    }

    /** An upstream that speaks TLS. */
    public static FaultyUpstream start(SSLContext tls) {
        return new FaultyUpstream(tls);
    }

    /** One that always answers so. */
    public static FaultyUpstream start(Script script) {
        return start().always(script);
    }

    /** Where nothing listens: connections are refused until {@link #revive()}. */
    public static FaultyUpstream refusing() {
        FaultyUpstream upstream = start();
        upstream.refuse();
        return upstream;
    }

    /** From now on it keeps neither requests nor connections that have ended, so that it may run for long. */
    public synchronized FaultyUpstream forgetting() {
        forgetting = true;
        return this;
    }

    public int port() {
        return port;
    }

    /** {@code http://127.0.0.1:port/v1}; over TLS {@code https://localhost:port/v1}. */
    public URI baseUrl() {
        return URI.create(tls == null ? "http://127.0.0.1:" + port + "/v1" : "https://localhost:" + port + "/v1");
    }

    /** Queues scripts, each for one request. */
    public synchronized FaultyUpstream next(Script... more) {
        scripts.addAll(List.of(more));
        return this;
    }

    /** What every request gets that no queued script is left for. */
    public FaultyUpstream always(Script script) {
        return always(request -> script);
    }

    public synchronized FaultyUpstream always(Function<Received, Script> script) {
        standing = script;
        return this;
    }

    /** Queues faults, each for one connection as soon as it is accepted, before TLS. */
    public synchronized FaultyUpstream nextAccept(Fault... faults) {
        acceptFaults.addAll(List.of(faults));
        return this;
    }

    /** What every connection meets that no queued fault is left for. */
    public synchronized FaultyUpstream alwaysAccept(Fault fault) {
        standingAcceptFault = fault;
        return this;
    }

    /** Ends {@link #alwaysAccept}. */
    public synchronized FaultyUpstream acceptAgain() {
        standingAcceptFault = null;
        return this;
    }

    /** Refuses new connections, while open ones go on. The port stays reserved. */
    public void refuse() {
        stopListening();
        try {
            Socket reserving = new Socket();
            placeholder = reserving;
            reserving.setReuseAddress(true);
            reserving.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a killed process: refuses new connections and resets the open ones. */
    public void die() {
        refuse();
        connections().forEach(Connection::reset);
    }

    /** Listens again after {@link #refuse()} or {@link #die()}, on the same port. */
    public void revive() throws IOException {
        releasePort();
        listening = listen(port);
    }

    /** Every request so far, in the order of arrival. */
    public synchronized List<Received> requests() {
        return List.copyOf(requests);
    }

    /** The next request that was not taken yet; fails after 10 s without one. */
    public Received take() throws InterruptedException {
        Received request = untaken.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        return request;
    }

    /** Every connection so far, in the order of accepting. */
    public synchronized List<Connection> connections() {
        return List.copyOf(connections);
    }

    /** The connection of that number, from 1; fails after 10 s if it was not accepted. */
    public synchronized Connection connection(int number) throws InterruptedException {
        long until = clock.nanos() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (connections.size() < number) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - clock.nanos());
            if (left <= 0) {
                throw new AssertionError("connection " + number + " was never accepted");
            }
            wait(left);
        }
        return connections.get(number - 1);
    }

    public long openConnections() {
        return connections().stream().filter(Connection::isOpen).count();
    }

    @Override
    public void close() {
        stopListening();
        connections().forEach(Connection::reset);
        throwFailures();
    }

    private synchronized void throwFailures() {
        if (!failures.isEmpty()) {
            throw new AssertionError("on the upstream's side: " + failures.getFirst(), failures.getFirst());
        }
    }

    Script script(Received request) {
        Function<Received, Script> chosen;
        synchronized (this) {
            Script queued = scripts.poll();
            chosen = queued == null ? standing : any -> queued;
        }
        return chosen.apply(request);
    }

    synchronized void received(Received request) {
        if (!forgetting) {
            requests.add(request);
            untaken.add(request);
        }
    }

    synchronized void failed(Throwable failure) {
        failures.add(failure);
    }

    private Listening listen(int wanted) {
        ServerSocket socket = bound(wanted);
        String name = "upstream-accepts-" + socket.getLocalPort();
        return new Listening(socket, Thread.ofVirtual().name(name).start(() -> acceptAll(socket)));
    }

    private void acceptAll(ServerSocket socket) {
        try {
            while (true) {
                accepted(socket.accept());
            }
        } catch (IOException e) {
            // Died or closed.
        }
    }

    private synchronized void accepted(Socket socket) {
        Connection connection = new Connection(++accepted, socket, this);
        if (forgetting) {
            connections.removeIf(earlier -> !earlier.isOpen());
        }
        connections.add(connection);
        notifyAll();
        Fault queued = acceptFaults.poll();
        Fault fault = queued == null ? standingAcceptFault : queued;
        Thread.ofVirtual().name("upstream-reads-" + connection.number()).start(() -> connection.serve(tls, fault));
    }

    private static ServerSocket bound(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port is free only when the accepting thread has let go of it. */
    private void stopListening() {
        try {
            listening.socket().close();
            listening.thread().join();
            releasePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void releasePort() throws IOException {
        if (placeholder != null) {
            placeholder.close();
        }
    }

    private static Script unscripted(Received request) {
        return Script.json(500, "{\"error\":{\"message\":\"this upstream has no script\"}}");
    }
}
