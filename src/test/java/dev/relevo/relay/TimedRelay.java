package dev.relevo.relay;

import dev.relevo.config.Settings;
import dev.relevo.dialect.Operation;
import dev.relevo.quota.Scope;
import dev.relevo.routing.Health;
import dev.relevo.routing.Router;
import dev.relevo.stats.AccessLog;
import dev.relevo.stats.Attempts;
import dev.relevo.stats.Metrics;
import dev.relevo.store.UsageTally;
import dev.relevo.time.Clock;
import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.ConnectionPools;
import dev.relevo.upstream.Line;
import dev.relevo.upstream.Redaction;
import dev.relevo.wire.Headers;
import dev.relevo.wire.Heap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A relay over real connections whose clock stands still until it is moved. */
final class TimedRelay implements AutoCloseable {
    final ManualClock clock = new ManualClock();
    private final ConnectionPools connections =
            new ConnectionPools(null, Heap.ofThisProcess(), clock, new Watchdog(clock));
    private final AccessLog log =
            AccessLog.to(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    final UsageTally usage = new UsageTally();
    final Traces traces = new Traces();
    private final Relay relay;

    /** @param seed of its random numbers */
    TimedRelay(Settings settings, long seed) {
        Random random = new Random(seed);
        Router router = new Router(settings, new Health(random, Clock.system()), random);
        Redaction redaction = new Redaction(settings.providers());
        Map<Scope, Line> lines = new HashMap<>();
        router.keys().forEach((scope, target) -> {
            var provider = target.provider();
            lines.put(scope, new Line(provider, target.key(), connections.of(provider), redaction));
        });
        Relay.Snapshot snapshot = new Relay.Snapshot(router, lines);
        relay = new Relay(
                () -> snapshot, log, new Attempts(), usage, traces, new Metrics(), clock, new Watchdog(clock));
    }

    /** The headers of the answer to a request. */
    Headers ask(String json) throws ClientGone {
        Told told = new Told(false);
        relay(json, told);
        return told.headers;
    }

    /** Asks, and is gone when the answer comes. */
    void askAndLeave(String json) throws ClientGone {
        relay(json, new Told(true));
    }

    private void relay(String json, Told told) throws ClientGone {
        relay.relay(
                Operation.CHAT,
                "id",
                json.getBytes(StandardCharsets.UTF_8),
                new Arrival(clock.nanos(), clock.nanos(), null, new Client("ann", Set.of(), null), null, null, null),
                told);
    }

    @Override
    public void close() {
        connections.close();
        log.close();
    }

    private static final class Told implements Reply {
        private Headers headers = new Headers();
        private final boolean gone;
        private boolean started;

        Told(boolean gone) {
            this.gone = gone;
        }

        @Override
        public boolean claimStream() {
            return true;
        }

        @Override
        public void answer(int status, Headers told, byte[] body) throws ClientGone {
            if (gone) {
                throw new ClientGone(new IOException("it left"));
            }
            start(status, told, body.length);
        }

        @Override
        public void start(int status, Headers told, long length) {
            headers = told;
            started = true;
        }

        @Override
        public void later(Headers told) {
            headers = told;
        }

        @Override
        public void write(byte[] bytes, int from, int to) {}

        @Override
        public void remark(byte[] comment) {}

        @Override
        public void end() {}

        @Override
        public void end(byte[] bytes, int from, int to) {}

        @Override
        public void cut() {}

        @Override
        public void comment(byte[] bytes) {}

        @Override
        public void watch(Runnable gone) {}

        @Override
        public boolean started() {
            return started;
        }
    }
}
