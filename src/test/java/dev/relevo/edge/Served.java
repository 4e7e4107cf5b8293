package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.LogLines;
import dev.relevo.RawClient;
import dev.relevo.config.Server;
import dev.relevo.config.ServerTls;
import dev.relevo.config.Settings;
import dev.relevo.faulty.TestCertificate;
import dev.relevo.relay.Client;
import dev.relevo.relay.Insight;
import dev.relevo.relay.Traces;
import dev.relevo.routing.Router;
import dev.relevo.stats.AccessLog;
import dev.relevo.stats.Attempts;
import dev.relevo.stats.Metrics;
import dev.relevo.store.UsageTally;
import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import dev.relevo.wire.Headers;
import dev.relevo.wire.Heap;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** A listener on a free port of loopback, for one test. */
final class Served implements AutoCloseable {
    static final List<String> ALIASES = List.of("auto", "gpt-4.1", "meta-llama/llama-3.3-70b:free");

    /** No model, no provider, no target. */
    static final Overview NOTHING =
            new Overview(List::of, List::of, new Attempts(), List::of, List::of, nothing(), new Metrics(), null);

    private static final long PLENTY = 256 << 20;

    /** Answers with the request's body. */
    static final ModelHandler ECHO = (operation, id, body, at, reply) -> reply.answer(200, json(), body);

    private final Watchdog watchdog;
    private final LogLines lines = new LogLines();
    private final AccessLog log = AccessLog.to(new PrintStream(lines, true, UTF_8));
    private final Heap heap;
    private final Listener listener;

    /** Of a configuration without any model. */
    static Insight nothing() {
        Clock clock = Clock.system();
        Settings none = new Settings(Server.DEFAULT, List.of(), List.of(), List.of());
        Router router = new Router(
                none, new dev.relevo.routing.Health(new SplittableRandom(1), clock), new SplittableRandom(1));
        return new Insight(() -> router, new Traces(), new UsageTally(), clock);
    }

    private Served(Server settings, ModelHandler chat, Clock clock, Watchdog watchdog) throws ListenFailure {
        this(
                settings,
                chat,
                new Overview(
                        () -> ALIASES, List::of, new Attempts(), List::of, List::of, nothing(), new Metrics(), null),
                PLENTY,
                clock,
                watchdog);
    }

    private Served(Server settings, ModelHandler chat, Overview overview, long room, Clock clock, Watchdog watchdog)
            throws ListenFailure {
        this.heap = new Heap(room);
        this.watchdog = watchdog;
        this.listener = new Listener(settings, keys(settings), chat, overview, log, heap, clock, watchdog);
        listener.start();
    }

    static Served by(ModelHandler chat) throws ListenFailure {
        return by(chat, settings -> settings);
    }

    static Served by(ModelHandler chat, UnaryOperator<Server> change) throws ListenFailure {
        return new Served(change.apply(anyPort()), chat, Clock.system(), Watchdog.start(Clock.system()));
    }

    /** One whose clients share so many bytes of the heap. */
    static Served within(long room, ModelHandler chat) throws ListenFailure {
        Overview nothing = new Overview(
                () -> ALIASES, List::of, new Attempts(), List::of, List::of, nothing(), new Metrics(), null);
        return new Served(anyPort(), chat, nothing, room, Clock.system(), Watchdog.start(Clock.system()));
    }

    /** One whose waits end when the test moves the clock and ticks. */
    static Served by(ModelHandler chat, Clock clock, Watchdog watchdog) throws ListenFailure {
        return by(chat, settings -> settings, clock, watchdog);
    }

    static Served by(ModelHandler chat, UnaryOperator<Server> change, Clock clock, Watchdog watchdog)
            throws ListenFailure {
        return new Served(change.apply(anyPort()), chat, clock, watchdog);
    }

    /** One that tells this about itself. */
    static Served telling(Overview overview, Clock clock, Watchdog watchdog) {
        try {
            return new Served(anyPort(), ECHO, overview, PLENTY, clock, watchdog);
        } catch (ListenFailure e) {
            throw new AssertionError(e);
        }
    }

    static Served overTls(ModelHandler chat, ServerTls tls) throws ListenFailure {
        return overTls(chat, tls, Clock.system(), Watchdog.start(Clock.system()));
    }

    static Served overTls(ModelHandler chat, ServerTls tls, Clock clock, Watchdog watchdog) throws ListenFailure {
        return overTls(chat, settings -> settings, tls, clock, watchdog);
    }

    static Served overTls(
            ModelHandler chat, UnaryOperator<Server> change, ServerTls tls, Clock clock, Watchdog watchdog)
            throws ListenFailure {
        return new Served(change.apply(anyPort()).withTls(tls), chat, clock, watchdog);
    }

    static Server anyPort() {
        return Server.DEFAULT.withAddress("127.0.0.1", 0);
    }

    /** Encryption that asks clients for nothing. */
    static ServerTls tls(TestCertificate certificate) throws GeneralSecurityException {
        return new ServerTls(List.of(certificate.certificate()), certificate.key(), List.of(), false, Map.of());
    }

    /** Those of the settings. */
    static AccessKeys keys(Server settings) {
        List<AccessKey> keys = settings.admittance().keys().stream()
                .map(key -> new AccessKey(
                        AccessKey.digest(key.key().value()), new Client(key.name(), key.aliases(), null), key.admin()))
                .toList();
        return new AccessKeys(keys, !keys.isEmpty());
    }

    /** Other settings, from the next request on. */
    void configure(Server settings) {
        listener.certify(settings.tls());
        listener.configure(settings, keys(settings));
    }

    static Headers json() {
        return new Headers().add("Content-Type", "application/json");
    }

    /** From which clients take what they need. */
    Heap heap() {
        return heap;
    }

    Listener listener() {
        return listener;
    }

    int port() {
        return listener.port();
    }

    AccessLog log() {
        return log;
    }

    /** The next line of the access log. */
    String logLine() throws InterruptedException {
        return lines.next();
    }

    /** Whether there is a line that was not read yet. */
    boolean hasLogLine() {
        return lines.hasNext();
    }

    RawClient client() throws IOException {
        return RawClient.connect(port());
    }

    @Override
    public void close() {
        listener.close();
        log.close();
        watchdog.close();
    }
}
