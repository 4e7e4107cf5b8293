package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process while its configuration changes. */
class ConfigChangeTest {
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
    void aChangedFileIsAppliedWhileAStreamGoesOn() throws Exception {
        write("first: [up/m]");
        try (RelevoProcess relevo = RelevoProcess.start(folder, Map.of());
                RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer stream =
                    client.post("/v1/chat/completions", asking("first")).answer();
            assertEquals(Completions.ROLE, stream.event());

            write("second: [up/m]");
            String told = relevo.line("config.yaml was read again");
            assertTrue(told.endsWith("config.yaml was read again: aliases: second added, first removed"), told);
            gate.open();

            assertTrue(stream.completed());
            assertEquals(200, status(relevo, "second"));
            assertEquals(404, status(relevo, "first"));
        }
    }

    @Test
    void aHangUpReadsTheFileAtOnceAndAMistakeInItStopsNothing() throws Exception {
        gate.open();
        write("first: [up/m]");
        try (RelevoProcess relevo = RelevoProcess.start(folder, Map.of())) {
            relevo.line("live: ");
            write("first: [pu/m]");
            relevo.hangUp();

            relevo.line("what was read before stays in force");
            relevo.line("unknown provider, did you mean 'up'?");
            assertEquals(200, status(relevo, "first"));
            relevo.terminate();
            assertEquals(0, relevo.exit());
        }
    }

    @Test
    void theGraceForOpenRequestsIsTheOneReadLast() throws Exception {
        write("first: [up/m]");
        try (RelevoProcess relevo = RelevoProcess.start(folder, Map.of());
                RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer stream =
                    client.post("/v1/chat/completions", asking("first")).answer();
            assertEquals(Completions.ROLE, stream.event());
            Path file = folder.resolve("config.yaml");
            Files.writeString(file, Files.readString(file).replace("port: 0", "port: 0, drain-grace: 29s"));
            relevo.hangUp();
            relevo.line("server settings changed");

            relevo.terminate();
            relevo.line("open requests may take up to 29 s more");
            gate.open();
            assertTrue(stream.completed());
            assertEquals(0, relevo.exit());
        }
    }

    @Test
    void aHangUpWhileItStartsDoesNotEndIt() throws Exception {
        upstream.next(Script.silence());
        write("first: [up]", ", preset: vllm");
        try (RelevoProcess relevo = RelevoProcess.start(folder, Map.of())) {
            assertEquals("GET", upstream.take().method());
            relevo.hangUp();

            relevo.line("its first model is unknown");
            relevo.terminate();
            assertEquals(0, relevo.exit());
        }
    }

    private static int status(RelevoProcess relevo, String model) throws Exception {
        try (RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer answer =
                    client.post("/v1/chat/completions", asking(model)).answer();
            answer.text();
            return answer.status();
        }
    }

    private static String asking(String model) {
        return "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                .formatted(model);
    }

    private void write(String models) throws IOException {
        write(models, "");
    }

    private void write(String models, String more) throws IOException {
        String yaml = "server: {port: 0}\nproviders: {up: {base-url: '%s'%s}}\nmodels: {%s}\n"
                .formatted(upstream.baseUrl(), more, models);
        Files.writeString(folder.resolve("config.yaml"), yaml);
    }
}
