package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import dev.relevo.quota.Demand;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.LedgerRows;
import dev.relevo.quota.Scopes;
import dev.relevo.store.Store;
import dev.relevo.time.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9}: what was relied on is still known. */
@Timeout(120)
class KillTest {
    private static final int FEWEST_LINES = 50;
    private static final int MOST_LINES = 300;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatRestedOrWasSpentIsNotAskedAgain(long seed) throws Exception {
        List<String> relied = killedAfter(new Random(seed).nextInt(FEWEST_LINES, MOST_LINES), seed);

        Clock clock = Clock.system();
        Ledger ledger = new Ledger(clock);
        List<String> notices = new ArrayList<>();
        try (Store store = Store.open(folder, clock::epochMillis, Duration.ZERO, notices::add)) {
            assertTrue(store.interrupted());
            ledger.restore(LedgerRows.read(store.states()), store.interrupted());
        }
        assertEquals(List.of(), notices);
        assertFalse(relied.isEmpty());
        for (String line : relied) {
            Scopes scopes = LedgerProcess.scopes(ledger, Integer.parseInt(line.substring(6)));
            if (line.startsWith("rests ")) {
                assertTrue(scopes.target().resting(clock.nanos()), line);
            } else {
                assertNull(ledger.reserve(scopes, Demand.REQUEST, clock.nanos()), line);
            }
        }
    }

    @Test
    void aTargetThatIsLimitedIsNotCalledBeforeItsResetByTheNextProcess() throws Exception {
        Script limited =
                Script.json(429, "{\"error\":{\"message\":\"slow down\"}}").header("Retry-After", "600");
        try (FaultyUpstream first = FaultyUpstream.start(limited);
                FaultyUpstream second = FaultyUpstream.start(Completions.chat("hi"))) {
            Files.writeString(folder.resolve("config.yaml"), StartedRelevo.yaml(first, second));
            for (int life = 1; life <= 2; life++) {
                try (RelevoProcess relevo = RelevoProcess.start(folder, Map.of(), "--port", "0");
                        RawClient client = RawClient.connect(relevo.port())) {
                    String chat = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
                    assertEquals(
                            200,
                            client.post("/v1/chat/completions", chat).answer().status());
                }
            }

            assertEquals(1, first.requests().size());
            assertEquals(2, second.requests().size());
        }
    }

    /** On what that process said it relied, before it was killed, after so many lines. */
    private List<String> killedAfter(int lines, long seed) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerProcess.class.getName(),
                        folder.toString(),
                        String.valueOf(seed))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            while (said.size() < lines) {
                said.add(out.readLine());
            }
            process.toHandle().destroyForcibly();
            out.lines().forEach(said::add);
        }
        process.waitFor();
        return said.stream().filter(line -> line.matches("(spent|rests) \\d+")).toList();
    }
}
