package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as it is asked to end while a stream is open. */
class StopTest {
    private static final String STREAM =
            "{\"model\":\"auto\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final Gate gate = new Gate();
    private final FaultyUpstream upstream =
            FaultyUpstream.start(Completions.streamOf("one", "two").await(Point.afterPieces(2), gate));

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void anOpenStreamMayEndWithinTheGrace() throws Exception {
        try (RelevoProcess relevo = start("30s");
                RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer stream = begun(client);

            relevo.terminate();
            awaitRefusal(relevo.port());
            gate.open();

            assertTrue(stream.completed());
            assertEquals(0, relevo.exit());
        }
    }

    @Test
    void ofTwoHundredOpenStreamsNoneIsCutAndMeanwhileItIsNotReady() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        List<RawAnswer> streams = new ArrayList<>();
        try (RelevoProcess relevo = start("30s");
                RawClient idle = RawClient.connect(relevo.port())) {
            idle.get("/health/live").answer().body();
            for (int i = 0; i < 200; i++) {
                clients.add(RawClient.connect(relevo.port()));
                streams.add(begun(clients.getLast()));
            }

            relevo.terminate();
            relevo.line("stopping: ");
            RawAnswer ready = readyNow(relevo.port());
            while (ready.status() == 200) {
                ready = readyNow(relevo.port());
            }
            assertEquals(503, ready.status());
            assertEquals("close", ready.header("connection"));
            gate.open();

            for (RawAnswer stream : streams) {
                assertTrue(stream.completed());
            }
            assertEquals(0, relevo.exit());
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    /** An idle connection keeps the process at this for some seconds. */
    private static RawAnswer readyNow(int port) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            RawAnswer answer = client.get("/health/ready").answer();
            answer.body();
            return answer;
        }
    }

    @Test
    void aStreamThatOutlastsTheGraceIsToldThatItIsCut() throws Exception {
        try (RelevoProcess relevo = start("100ms");
                RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer stream = begun(client);

            relevo.terminate();

            assertCut(stream);
            assertEquals(0, relevo.exit());
        }
    }

    @Test
    void aSecondSignalDoesNotWaitForTheGrace() throws Exception {
        try (RelevoProcess relevo = start("10m");
                RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer stream = begun(client);

            relevo.terminate();
            awaitRefusal(relevo.port());
            relevo.terminate();

            assertCut(stream);
            assertEquals(0, relevo.exit());
        }
    }

    private static RawAnswer begun(RawClient client) throws IOException {
        RawAnswer stream = client.post("/v1/chat/completions", STREAM).answer();
        assertEquals(Completions.ROLE, stream.event());
        assertEquals(Completions.content("one"), stream.event());
        return stream;
    }

    private void assertCut(RawAnswer stream) throws IOException, InterruptedException {
        String last = stream.events().getLast();
        assertTrue(last.contains("the server is stopping"), last);
        assertNotEquals(RawAnswer.End.WHOLE, stream.end());
        assertFalse(stream.completed());
        upstream.connection(1).awaitClosingByClient(Duration.ofSeconds(5));
    }

    /** Returns once the process has heard the signal: it takes no more connections. */
    private static void awaitRefusal(int port) throws IOException {
        while (true) {
            try (Socket taken = new Socket("127.0.0.1", port)) {
                Thread.onSpinWait();
            } catch (SocketException e) {
                return;
            }
        }
    }

    private RelevoProcess start(String grace) throws IOException {
        String yaml = "server: {port: 0, drain-grace: %s}\nproviders: {up: {base-url: '%s'}}\nmodels: {auto: [up/m]}\n"
                .formatted(grace, upstream.baseUrl());
        Files.writeString(folder.resolve("config.yaml"), yaml);
        return RelevoProcess.start(folder, Map.of());
    }
}
