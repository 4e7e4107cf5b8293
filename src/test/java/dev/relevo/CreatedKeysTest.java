package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Access keys that are created by command, and a server of its own process that notices. */
@Timeout(90)
class CreatedKeysTest {
    private static final String CHAT = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final int UNAUTHORIZED = 401;
    private static final long BETWEEN_QUESTIONS = 50_000_000;

    private final FaultyUpstream upstream = FaultyUpstream.start(Completions.chat("hi"));

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aRunningServerNoticesWhatIsCreatedAndWhatIsRevoked() throws Exception {
        configure("");
        try (RelevoProcess relevo = start()) {
            int port = relevo.port();
            assertEquals(200, status(port, ""));
            String ann = create("ann", "--aliases", "auto");
            String bob = create("bob", "--expires", "30d");

            await(port, "", UNAUTHORIZED);
            await(port, bob, 200);
            assertEquals(200, status(port, ann));
            assertEquals(UNAUTHORIZED, status(port, ann + "x"));

            assertEquals(0, run("key", "revoke", "ann").exit());
            await(port, ann, UNAUTHORIZED);
            assertEquals(200, status(port, bob));
            assertEquals(0, run("key", "revoke", "bob").exit());
            await(port, "", 200);
        }
    }

    @Test
    void aBudgetHoldsOverAKillAndTheKeyIsStillGood() throws Exception {
        configure("");
        String ann = create("ann", "--limit", "requests-per-day=2");
        try (RelevoProcess killed = start()) {
            assertEquals(200, status(killed.port(), ann));
            assertEquals(200, status(killed.port(), ann));
        }
        String list = String.join("\n", run("key", "list").done());
        assertTrue(list.endsWith("requests-per-day: 2 (2 used, 0 left)"), list);
        String json = run("key", "list", "--json").done().getFirst();
        assertTrue(
                json.endsWith(",\"used\":[{\"limit\":\"requests-per-day\",\"most\":2,\"used\":2,\"left\":0}]}"), json);

        try (RelevoProcess relevo = start()) {
            assertEquals(UNAUTHORIZED, status(relevo.port(), ""));
            assertEquals(429, status(relevo.port(), ann));
        }
        assertEquals(2, upstream.requests().size());
    }

    @Test
    void withACreatedKeyOthersMayBeLetInAndWithoutTheLastOneNobodyIs() throws Exception {
        configure("host: 0.0.0.0, ");
        try (RelevoProcess refused = start()) {
            assertEquals(1, refused.exit());
            assertTrue(refused.err().contains("relevo key create"), refused.err());
        }
        String ann = create("ann");
        try (RelevoProcess relevo = start()) {
            int port = relevo.port();
            assertEquals(200, status(port, ann));
            relevo.hangUp();
            relevo.line("was read again");
            assertEquals(200, status(port, ann));

            assertEquals(0, run("key", "revoke", "ann").exit());
            await(port, ann, UNAUTHORIZED);
            assertEquals(UNAUTHORIZED, status(port, ""));
        }
    }

    @Test
    void aDatabaseThatIsLostLetsNobodyIn() throws Exception {
        configure("");
        create("ann");
        Path database = folder.resolve(".relevo/relevo.db");
        Files.write(database, new byte[8192]);
        try (RelevoProcess relevo = start()) {
            int port = relevo.port();
            assertEquals(UNAUTHORIZED, status(port, ""));
            String bob = create("bob");
            await(port, bob, 200);
        }
    }

    @Test
    void theKeyIsNowhereButOnStandardOutput() throws Exception {
        configure("");
        String key = create("ann", "--limit", "usd-per-day=0.5", "--admin");
        assertTrue(key.matches("rk-[A-Za-z0-9_-]{32}"), key);

        List<String> list = run("key", "list").done();
        assertTrue(
                list.get(1)
                        .matches(
                                "ann \\(admin\\)  all     \\S+Z  never    usd-per-day: 0\\.5 \\(\\$0\\.00 used, \\$0\\.50 left\\)"),
                list.toString());
        assertTrue(run("key", "list", "--json")
                .done()
                .getFirst()
                .startsWith("{\"name\":\"ann\",\"aliases\":[],\"limits\":[\"usd-per-day: 0.5\"],\"admin\":true,"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(key),
                        file.toString());
            }
        }
    }

    @Test
    void mistakesAreToldAndNothingIsCreated() throws Exception {
        configure("api-keys: [{name: own, key: key-of-the-file}], ");
        for (String[] each : new String[][] {
            {"2", "'ann smith' is no name of a key", "ann smith"},
            {"2", "--aliases: 'atuo' is no alias, did you mean 'auto'?", "ann", "--aliases", "auto,atuo"},
            {"2", "--aliases: no alias, expected one at least", "ann", "--aliases", ""},
            {"2", "--aliases: no alias, expected one at least", "ann", "--aliases", " ,"},
            {"2", "no limit is called 'requests-per-minut', did you mean", "ann", "--limit", "requests-per-minut=3"},
            {"2", "there is a limit of that name already", "ann", "--limit", "concurrent=1", "--limit", "concurrent=2"},
            {"2", "--expires: 'soon' is no time, expected one such as", "ann", "--expires", "soon"},
            {"2", "'own' is the name of a key in the configuration", "own"},
            {"2", "NAME needs a value"},
        }) {
            Ended ended = run(Stream.concat(
                            Stream.of("key", "create"), Arrays.stream(each).skip(2))
                    .toArray(String[]::new));
            assertEquals(Integer.parseInt(each[0]), ended.exit(), ended.err());
            assertTrue(ended.err().contains(each[1]), ended.err());
        }
        assertEquals(1, run("key", "revoke", "own").exit());
        assertTrue(run("key", "list").done().getFirst().startsWith("no access key was created"));
    }

    private record Ended(int exit, List<String> out, String err) {
        List<String> done() {
            assertEquals(0, exit, err);
            return out;
        }
    }

    private void configure(String server) throws IOException {
        Files.writeString(folder.resolve("config.yaml"), """
                server: {%sport: 0}
                providers: {up: {base-url: "%s", api-key: x}}
                models: {auto: [up/m]}
                """.formatted(server, upstream.baseUrl()));
    }

    private RelevoProcess start() throws IOException {
        return RelevoProcess.start(folder, Map.of());
    }

    private Ended run(String... command) throws Exception {
        try (RelevoProcess process = RelevoProcess.start(folder, Map.of(), command)) {
            int exit = process.exit();
            return new Ended(exit, process.out(), process.err());
        }
    }

    private String create(String... arguments) throws Exception {
        List<String> out = run(Stream.concat(Stream.of("key", "create"), Stream.of(arguments))
                        .toArray(String[]::new))
                .done();
        assertEquals(1, out.size());
        return out.getFirst();
    }

    /** Asks until that is the answer. */
    private static void await(int port, String key, int status) throws IOException {
        int seen = status(port, key);
        while (seen != status) {
            LockSupport.parkNanos(BETWEEN_QUESTIONS);
            seen = status(port, key);
        }
        assertEquals(status, seen);
    }

    private static int status(int port, String key) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            RawAnswer answer = key.isEmpty()
                    ? client.post("/v1/chat/completions", CHAT).answer()
                    : client.post("/v1/chat/completions", CHAT, "Authorization: Bearer " + key)
                            .answer();
            answer.completed();
            return answer.status();
        }
    }
}
