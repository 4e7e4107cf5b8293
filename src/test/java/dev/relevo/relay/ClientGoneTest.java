package dev.relevo.relay;

import static dev.relevo.faulty.Point.afterBody;
import static dev.relevo.faulty.Point.afterPieces;
import static dev.relevo.faulty.Point.atEnd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.FullBacklog;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that leaves, in every phase and in every way. */
class ClientGoneTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    /** More failures in a row than a circuit breaker takes. */
    private static final int TOO_MANY = 7;

    enum Leaving {
        FIN {
            @Override
            void by(RawClient client) throws IOException {
                client.finish();
            }
        },
        RST {
            @Override
            void by(RawClient client) throws IOException {
                client.reset();
            }
        },
        CLOSE {
            @Override
            void by(RawClient client) {
                client.close();
            }
        };

        abstract void by(RawClient client) throws IOException;
    }

    enum Phase {
        AWAITING_HEAD(Proxy.STREAM, false) {
            @Override
            Script script(Gate gate) {
                return Script.raw("").await(atEnd(), gate).hang(atEnd());
            }
        },
        BEFORE_CONTENT(Proxy.STREAM, false) {
            @Override
            Script script(Gate gate) {
                return Completions.streamOf("a").await(afterPieces(1), gate).hang(afterPieces(1));
            }
        },
        MID_STREAM(Proxy.STREAM, true) {
            @Override
            Script script(Gate gate) {
                return Completions.streamOf("a", "b")
                        .await(afterPieces(2), gate)
                        .hang(afterPieces(2));
            }
        },
        AWAITING_PLAIN_ANSWER(Proxy.CHAT, false) {
            @Override
            Script script(Gate gate) {
                return Script.raw("").await(atEnd(), gate).hang(atEnd());
            }
        },
        IN_PLAIN_BODY(Proxy.CHAT, false) {
            @Override
            Script script(Gate gate) {
                return Completions.chat("a").await(afterBody(20), gate).hang(afterBody(20));
            }
        },
        IN_LARGE_PLAIN_BODY(Proxy.CHAT, true) {
            @Override
            Script script(Gate gate) {
                return Completions.chat("a".repeat(5000))
                        .await(afterBody(3000), gate)
                        .hang(afterBody(3000));
            }
        };

        private final String request;
        private final boolean answered;

        Phase(String request, boolean answered) {
            this.request = request;
            this.answered = answered;
        }

        abstract Script script(Gate gate);
    }

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final FaultyUpstream other = FaultyUpstream.start();
    private final Proxy proxy = Proxy.over(upstream, other)
            .pool("strategy: priority, hold-limit: 1000")
            .start();

    @AfterEach
    void close() {
        proxy.close();
        upstream.close();
        other.close();
    }

    static Stream<Arguments> everyLeaving() {
        return Stream.of(Phase.values())
                .flatMap(phase -> Stream.of(Leaving.values()).map(leaving -> Arguments.of(phase, leaving)));
    }

    @ParameterizedTest
    @MethodSource("everyLeaving")
    void theUpstreamConnectionIsClosedAndTheRequestLoggedAs499(Phase phase, Leaving leaving) throws Exception {
        RawClient client = clientIn(phase);
        leaving.by(client);
        upstream.connection(1).awaitClosingByClient(SOON);
        assertTrue(proxy.logLine().contains(" attempt 1/2 p1/m 499 "));
        assertEquals(List.of(), other.requests());
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsCondemnedForIt(Phase phase) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < TOO_MANY; i++) {
            clients.add(clientIn(phase));
        }
        for (RawClient client : clients) {
            client.reset();
        }
        for (int i = 1; i <= TOO_MANY; i++) {
            upstream.connection(i).awaitClosingByClient(SOON);
            assertTrue(proxy.logLine().contains(" 499 "));
        }
        upstream.always(Completions.chat("fine"));
        assertEquals("p1/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void aStreamThatIsLeftIsNoSuccessBetweenFailures() throws Exception {
        other.always(Completions.chat("fine"));
        upstream.always(ProviderErrors.serverError(500));
        for (int i = 0; i < 4; i++) {
            assertEquals("p1/m=500; p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
        }
        clientIn(Phase.MID_STREAM).reset();
        String line = proxy.logLine();
        while (!line.contains(" p1/m 499 ")) {
            line = proxy.logLine();
        }
        upstream.always(ProviderErrors.serverError(500));
        assertEquals("p1/m=500; p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
        assertEquals("p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @ParameterizedTest
    @EnumSource
    void connectingIsGivenUp(Leaving leaving) throws Exception {
        try (FullBacklog full = new FullBacklog();
                Proxy connecting = Proxy.over(full.baseUrl(), other.baseUrl())
                        .provider("timeouts: {connect: 30s}")
                        .start()) {
            leaving.by(connecting.send(Proxy.STREAM));
            String line = connecting.logLine();
            assertTrue(line.contains(" attempt 1/2 p1/m 499 "), line);
        }
        assertEquals(List.of(), other.requests());
    }

    @Test
    void aHalfClosedClientIsTreatedAsGone() throws Exception {
        RawClient client = clientIn(Phase.AWAITING_HEAD);
        client.finish();
        assertTrue(client.isEnded());
    }

    @Test
    void theNextRequestOnTheConnectionIsNotTakenForALeaving() throws Exception {
        Gate gate = new Gate();
        upstream.next(Completions.streamOf("a").await(afterPieces(1), gate), Completions.chat("second"));
        RawClient client = proxy.send(Proxy.STREAM);
        gate.awaitArrival();
        client.post("/v1/chat/completions", Proxy.CHAT);
        gate.open();
        RawAnswer first = client.answer();
        assertTrue(first.completed());
        assertTrue(client.answer().text().contains("second"));
    }

    /** One whose request is in that phase. */
    private RawClient clientIn(Phase phase) throws Exception {
        Gate gate = new Gate();
        upstream.always(phase.script(gate));
        RawClient client = proxy.send(phase.request);
        gate.awaitArrival();
        gate.open();
        if (phase.answered) {
            RawAnswer answer = client.answer();
            assertEquals(200, answer.status());
        }
        return client;
    }
}
