package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.ServerTls;
import dev.relevo.config.Settings;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import dev.relevo.faulty.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another configuration for a running Relevo. */
class ReloadTest {
    private static final String PLAIN = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = PLAIN.replace("\"auto\",", "\"auto\",\"stream\":true,");
    private static final int RELOADS = 50;

    private final FaultyUpstream one = FaultyUpstream.start();
    private final FaultyUpstream two = FaultyUpstream.start();

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void noRequestIsLostWhileFiftyReloadsHappen() throws Exception {
        one.always(request -> answer(request.text()));
        two.always(request -> answer(request.text()));
        AtomicBoolean over = new AtomicBoolean();
        try (StartedRelevo relevo = StartedRelevo.of(auto("one", one, "k"));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String body = i % 2 == 0 ? PLAIN : STREAM;
                counts.add(clients.submit(() -> askUntil(over, relevo.port(), body)));
            }
            for (int i = 0; i < RELOADS; i++) {
                assertEquals(List.of(), relevo.reload(i % 2 == 0 ? auto("two", two, "k" + i) : auto("one", one, "k")));
            }
            over.set(true);
            for (Future<Integer> count : counts) {
                assertTrue(count.get() > 0);
            }
        }
    }

    @Test
    void aStreamOfAProviderThatLeftEndsAsItBegan() throws Exception {
        Gate gate = new Gate();
        one.always(Completions.streamOf("a", "b").await(Point.afterPieces(2), gate));
        two.always(Completions.chat("two"));
        try (StartedRelevo relevo = StartedRelevo.of(auto("one", one, "k"));
                RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer stream = client.post("/v1/chat/completions", STREAM).answer();
            gate.awaitArrival();

            relevo.reload(auto("two", two, "k"));
            assertEquals("two/m", target(relevo));
            gate.open();

            assertTrue(stream.completed());
            one.connection(1).awaitClosingByClient(Duration.ofSeconds(10));
        }
    }

    @Test
    void idleConnectionsToAProviderThatLeftAreClosed() throws Exception {
        one.always(Completions.chat("one"));
        try (StartedRelevo relevo = StartedRelevo.of(auto("one", one, "k"))) {
            assertEquals("one/m", target(relevo));
            relevo.reload(auto("one", one, "other"));
            assertEquals("one/m", target(relevo));
            assertEquals(1, one.connections().size(), "the address stayed, so its connections do");

            relevo.reload(auto("two", two, "k"));

            one.connection(1).awaitClosingByClient(Duration.ofSeconds(10));
        }
    }

    @Test
    void whatRestsGoesOnRestingAndAReplacedKeyDoesNot() throws Exception {
        one.always(ProviderErrors.wrongKey("k"));
        try (StartedRelevo relevo = StartedRelevo.of(auto("one", one, "wrong"))) {
            assertEquals(502, status(relevo));
            assertEquals(1, one.requests().size());

            relevo.reload(auto("one", one, "wrong") + "  more: [one/n]\n");
            assertEquals(502, status(relevo));
            assertEquals(1, one.requests().size(), "the key rests");

            one.always(Completions.chat("now"));
            relevo.reload(auto("one", one, "right"));
            assertEquals(200, status(relevo));
        }
    }

    @Test
    void anotherAddressStartsAfresh() throws Exception {
        one.always(ProviderErrors.wrongKey("k"));
        two.always(Completions.chat("two"));
        try (StartedRelevo relevo = StartedRelevo.of(auto("p", one, "k"))) {
            assertEquals(502, status(relevo));

            relevo.reload(auto("p", two, "k"));

            assertEquals(200, status(relevo));
        }
    }

    @Test
    void whoeverLeftAndComesBackRestsOn() throws Exception {
        one.next(ProviderErrors.wrongKey("k")).always(Completions.chat("again"));
        two.always(Completions.chat("two"));
        try (StartedRelevo relevo = StartedRelevo.of(auto("one", one, "k"))) {
            assertEquals(502, status(relevo));
            relevo.reload(auto("two", two, "k"));
            assertEquals(200, status(relevo));

            relevo.reload(auto("one", one, "k"));

            assertEquals(502, status(relevo));
        }
        assertEquals(1, one.requests().size());
    }

    @Test
    void theDemoServesWhileNoOtherCanAndItsStreamsOutlastThat() throws Exception {
        one.always(Completions.chat("one"));
        try (StartedRelevo relevo = StartedRelevo.of("models: {auto: [groq]}");
                RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer stream = client.post("/v1/chat/completions", STREAM).answer();
            assertNotEquals("", stream.event());

            relevo.reload(auto("one", one, "k"));
            assertEquals("one/m", target(relevo));
            assertFalse(relevo.settings().needsDemo());

            assertTrue(stream.completed());
            relevo.reload("models: {auto: [groq]}");
            assertEquals("demo/relevo-demo", target(relevo));
        }
    }

    @Test
    void aLocalServersFirstModelIsAskedForAgain() throws Exception {
        one.next(Completions.models("old"), Completions.chat("a"), Completions.models("new"), Completions.chat("b"));
        String yaml = "providers: {ollama: {preset: ollama, base-url: '%s'}}\nmodels: {auto: [ollama]}\n"
                .formatted(one.baseUrl());
        try (StartedRelevo relevo = StartedRelevo.of(yaml)) {
            assertEquals("ollama/old", target(relevo));

            relevo.reload(yaml);

            assertEquals("ollama/new", target(relevo));
        }
    }

    @Test
    void aLocalServerThatIsDownDuringAReloadKeepsItsModel() throws Exception {
        one.next(Completions.models("m"));
        String yaml = "providers: {ollama: {preset: ollama, base-url: '%s'}}\nmodels: {auto: [ollama]}\n"
                .formatted(one.baseUrl());
        try (StartedRelevo relevo = StartedRelevo.of(yaml)) {
            one.die();
            relevo.reload(yaml);
            one.revive();
            one.always(Completions.chat("back"));

            assertEquals("ollama/m", target(relevo));
        }
    }

    @Test
    void whatTakesARestartIsToldAndStays() {
        try (StartedRelevo relevo = StartedRelevo.of(auto("one", one, "k"))) {
            Settings running = relevo.settings();

            List<String> told =
                    relevo.reload(running.withServer(running.server().withAddress("0.0.0.0", 4000)));

            assertEquals(
                    List.of(
                            "server.host stays 127.0.0.1 until a restart (the file says 0.0.0.0)",
                            "server.port stays 0 until a restart (the file says 4000)"),
                    told);
            assertEquals(running, relevo.settings());
        }
    }

    @Test
    void whatFailsLeavesEverythingAsItWas(@TempDir Path folder) throws Exception {
        one.always(Completions.chat("one"));
        TestCertificate certificate = TestCertificate.of("localhost");
        String server = "server: {" + PemFiles.write(folder, certificate).yaml() + "}\n";
        try (StartedRelevo relevo = StartedRelevo.of(server + auto("one", one, "k"))) {
            Settings running = relevo.settings();
            Settings next = StartedRelevo.settings(server + auto("two", two, "k"));
            ServerTls bad =
                    new ServerTls(List.of(certificate.certificate()), new UnknownKey(), List.of(), false, Map.of());

            assertThrows(
                    IllegalStateException.class,
                    () -> relevo.reload(next.withServer(running.server().withTls(bad))));

            assertEquals(running, relevo.settings());
            try (RawClient client = RawClient.connectTls(relevo.port(), certificate.client())) {
                RawAnswer answer = client.post("/v1/chat/completions", PLAIN).answer();
                assertEquals("one/m", answer.header("x-relevo-target"));
            }
        }
    }

    /** One that no JDK can use. */
    private record UnknownKey() implements PrivateKey {
        @Override
        public String getAlgorithm() {
            return "none";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    @Test
    void afterItsEndNothingIsStarted() {
        StartedRelevo relevo = StartedRelevo.of(auto("one", one, "k"));
        relevo.close();

        assertEquals(List.of("Relevo has stopped"), relevo.reload("models: {auto: [groq]}"));
    }

    private static String auto(String provider, FaultyUpstream upstream, String key) {
        return "providers: {%s: {base-url: '%s', api-key: %s}}\nmodels:\n  auto: [%s/m]\n"
                .formatted(provider, upstream.baseUrl(), key, provider);
    }

    private static Script answer(String request) {
        return request.contains("\"stream\":true") ? Completions.streamOf("a", "b") : Completions.chat("a");
    }

    /** How many requests were answered, all of them whole. */
    private static int askUntil(AtomicBoolean over, int port, String body) throws IOException {
        int answered = 0;
        try (RawClient client = RawClient.connect(port)) {
            while (!over.get()) {
                RawAnswer answer = client.post("/v1/chat/completions", body).answer();
                assertEquals(200, answer.status(), answer::head);
                assertEquals(RawAnswer.End.WHOLE, answer.end());
                assertEquals(body.equals(STREAM), answer.text().endsWith("data: [DONE]\n\n"));
                answered++;
            }
        }
        return answered;
    }

    private static String target(StartedRelevo relevo) throws IOException {
        try (RawClient client = RawClient.connect(relevo.port())) {
            return client.post("/v1/chat/completions", PLAIN).answer().header("x-relevo-target");
        }
    }

    private static int status(StartedRelevo relevo) throws IOException {
        try (RawClient client = RawClient.connect(relevo.port())) {
            return client.post("/v1/chat/completions", PLAIN).answer().status();
        }
    }
}
