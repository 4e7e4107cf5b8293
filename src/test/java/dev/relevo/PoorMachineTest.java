package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process on a machine that lacks something: it refuses or ends, and serves again, and never hangs. */
@Timeout(120)
class PoorMachineTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String QUESTION = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";

    private final FaultyUpstream upstream = FaultyUpstream.start(Completions.chat("hello"));

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void withFewFilesItRefusesSomeConnectionsRestsMeanwhileAndServesAllTheSameAfterwards() throws Exception {
        int port = configure("");
        // The class path of the tests keeps some eighty files more open than the product does, which is asked for 128.
        Process process = RelevoProcess.poor(folder, "ulimit -n 208; exec \"$@\" >out 2>&1");
        try {
            awaitAnswer(port);
            List<RawClient> crowd = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                crowd.add(RawClient.connect(port));
            }
            Duration before = cpu(process);
            pause(Duration.ofSeconds(1));
            assertTrue(cpu(process).minus(before).compareTo(Duration.ofMillis(700)) < 0, "it spins");
            crowd.forEach(RawClient::close);
            awaitAnswer(port);
            assertTrue(process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void withASmallHeapItRefusesBodiesThatDoNotFitAndServesTheOthers() throws Exception {
        int port = configure("");
        Process process = RelevoProcess.poor(folder, "java=$1; shift; exec \"$java\" -Xmx32m \"$@\" >out 2>&1");
        try {
            awaitAnswer(port);
            String large = QUESTION.formatted("x".repeat(3_000_000));
            List<RawClient> crowd = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                crowd.add(sent(port, large));
            }
            for (RawClient client : crowd) {
                assertAnsweredOrRefused(client);
            }
            awaitAnswer(port);
            assertTrue(process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whatNobodyReadsOfItsLogHoldsNothingUp() throws Exception {
        int port = configure("");
        // A pipe that is full: nobody reads what this process writes.
        Process process = RelevoProcess.poor(folder, "exec \"$@\" 2>&1");
        try {
            awaitAnswer(port);
            serveMany(port, 2000);
            assertTrue(process.isAlive());
            process.toHandle().destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it does not end");
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aFullDiskUnderItsLogHoldsNothingUp() throws Exception {
        int port = configure("");
        Process process = RelevoProcess.poor(folder, "exec \"$@\" >/dev/full 2>&1");
        try {
            awaitAnswer(port);
            serveMany(port, 200);
            process.toHandle().destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it does not end");
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    private static void serveMany(int port, int requests) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            for (int i = 0; i < requests; i++) {
                RawAnswer answer = client.post(CHAT, QUESTION.formatted("hi")).answer();
                assertEquals(200, answer.status());
                answer.body();
            }
        }
    }

    private static RawClient sent(int port, String body) throws IOException {
        RawClient client = RawClient.connect(port);
        try {
            client.post(CHAT, body);
        } catch (IOException refusedBeforeItWasRead) {
            // Its answer tells.
        }
        return client;
    }

    private static void assertAnsweredOrRefused(RawClient client) throws IOException {
        try (client) {
            int status = client.answer().status();
            assertTrue(status == 200 || status == 503, "" + status);
        }
    }

    /** The port is known before the process is, since nobody may read what it says. */
    private int configure(String more) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(
                folder.resolve("config.yaml"),
                "server: {port: %d, drain-grace: 1s%s}\nproviders: {up: {base-url: '%s'}}\nmodels: {auto: [up/m]}\n"
                        .formatted(port, more, upstream.baseUrl()));
        return port;
    }

    /** Asks until a question is answered; until then connections may be refused or closed. */
    private static void awaitAnswer(int port) {
        while (!Thread.currentThread().isInterrupted()) {
            try (RawClient client = RawClient.connect(port)) {
                RawAnswer answer = client.post(CHAT, QUESTION.formatted("hi")).answer();
                if (answer.status() == 200) {
                    return;
                }
            } catch (IOException | AssertionError notYet) {
                pause(Duration.ofMillis(50));
            }
        }
    }

    private static void pause(Duration wait) {
        LockSupport.parkNanos(wait.toNanos());
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
