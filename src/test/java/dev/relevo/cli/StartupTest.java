package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.Secret;
import dev.relevo.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupTest {
    private static final Map<String, String> WANTED = Map.of("RELEVO_GENERATE_KEY", "1");
    private static final String MODELS = "models: {auto: [groq]}\n";

    @TempDir
    Path dir;

    private Path config;

    @BeforeEach
    void writeConfig() throws IOException {
        config = Files.writeString(dir.resolve("my.yaml"), MODELS + "server: {host: 127.0.0.4, port: 4}");
    }

    @Test
    void anOptionWinsOverTheEnvironmentThatOverDotenvThatOverTheFile() throws IOException {
        Map<String, String> environment = Map.of("HOST", "127.0.0.2", "PORT", "2");

        assertEquals("127.0.0.4:4", address(start(null, null), Map.of()));
        Files.writeString(dir.resolve(".env"), "HOST=127.0.0.3\nPORT=3\n");
        assertEquals("127.0.0.3:3", address(start(null, null), Map.of()));
        assertEquals("127.0.0.2:2", address(start(null, null), environment));
        assertEquals("127.0.0.1:1", address(start("127.0.0.1", "1"), environment));
        assertEquals("127.0.0.1:2", address(start("127.0.0.1", null), environment));
    }

    @Test
    void dotenvNeverOverridesTheRealEnvironment() throws IOException {
        Files.writeString(dir.resolve(".env"), "GROQ_API_KEY=from-file\nPORT=3");

        assertEquals(
                List.of(new Secret("from-file")),
                ready(Map.of()).providers().getFirst().keys());
        assertEquals(
                List.of(new Secret("real")),
                ready(Map.of("GROQ_API_KEY", "real")).providers().getFirst().keys());
        assertEquals(
                List.of(),
                ready(Map.of("GROQ_API_KEY", "")).providers().getFirst().keys());
        assertEquals("127.0.0.4:4", address(start(null, null), Map.of("PORT", " ")));
    }

    @Test
    void aHostThatOthersReachIsRefusedUnlessTheFileAllowsIt() throws IOException {
        String line =
                ": 0.0.0.0 lets other machines in, and they would spend your keys; expected access keys for clients"
                        + " (server.api-keys in " + config
                        + ", RELEVO_API_KEYS, or relevo key create), or a loopback address such as 127.0.0.1,"
                        + " or server.allow-anonymous: true, which lets in whoever reaches it";

        assertEquals(List.of("--host" + line), refused(start("0.0.0.0", null), Map.of()));
        assertEquals(List.of("HOST" + line), refused(start(null, null), Map.of("HOST", "0.0.0.0")));
        Files.writeString(config, MODELS + "server: {host: 0.0.0.0}");
        assertEquals(List.of("server.host" + line), refused(start(null, null), Map.of()));
        assertEquals("127.0.0.1:3000", address(start("127.0.0.1", null), Map.of()));
        Files.writeString(config, MODELS + "server: {host: 0.0.0.0, allow-anonymous: true}");
        assertEquals("0.0.0.0:3000", address(start(null, null), Map.of()));
    }

    @Test
    void aWrongAddressIsToldWithWhatSaysIt() {
        assertEquals(
                List.of(
                        "HOST: not an address or host name, expected one such as 127.0.0.1",
                        "--port: not a port, expected a number from 0 to 65535"),
                refused(start(null, "65536"), Map.of("HOST", "http://here")));
    }

    @Test
    void problemsOfDotenvConfigurationAndOptionsComeTogether() throws IOException {
        Files.writeString(dir.resolve(".env"), "nonsense\n");
        Files.writeString(config, "models: {auto: [gorq]}\n");

        assertEquals(
                List.of(
                        dir.resolve(".env") + ":1:1: not a variable, expected NAME=value",
                        config + ":1:17 models.auto[0]: unknown provider, did you mean 'groq'?",
                        "HOST: not an address or host name, expected one such as 127.0.0.1",
                        "--port: not a port, expected a number from 0 to 65535"),
                refused(start(null, "x"), Map.of("HOST", "a b")));
    }

    @Test
    void aMissingConfigurationIsToldByItsName() {
        assertEquals(
                List.of(dir.resolve("none") + ": no such file, expected the configuration (option --config)"),
                refused(new Arguments.Options(dir.resolve("none"), null, null), Map.of()));
    }

    @Test
    void withAccessKeysOthersMayReachIt() throws IOException {
        assertEquals("0.0.0.0:4", address(start("0.0.0.0", null), Map.of("RELEVO_API_KEYS", "k-123456789012345")));
        Files.writeString(config, MODELS + "server: {host: 0.0.0.0, api-keys: [k-123456789012345]}");
        assertEquals("0.0.0.0:3000", address(start(null, null), Map.of()));
    }

    @Test
    void whereItIsWantedAnAccessKeyIsMadeOnceAndKept() throws IOException {
        useStateDir("state");

        Startup.Ready first = assertInstanceOf(Startup.Ready.class, Startup.prepare(start("0.0.0.0", null), WANTED));
        Startup.Ready second = assertInstanceOf(Startup.Ready.class, Startup.prepare(start("0.0.0.0", null), WANTED));

        assertTrue(first.madeKey().fresh());
        assertFalse(second.madeKey().fresh());
        assertEquals(first.madeKey().key(), second.madeKey().key());
        assertEquals(
                List.of(first.madeKey().key()),
                second.settings().server().admittance().keys().stream()
                        .map(ClientKey::key)
                        .toList());
    }

    @Test
    void noAccessKeyIsMadeWhereOneIsSetOrNoneIsWanted() throws IOException {
        useStateDir("state");

        assertNull(assertInstanceOf(Startup.Ready.class, Startup.prepare(start(null, null), Map.of()))
                .madeKey());
        Map<String, String> set = Map.of("RELEVO_GENERATE_KEY", "1", "RELEVO_API_KEYS", "k-123456789012345");
        assertNull(assertInstanceOf(Startup.Ready.class, Startup.prepare(start("0.0.0.0", null), set))
                .madeKey());
        assertFalse(Files.exists(dir.resolve("state")));
    }

    @Test
    void lookingMakesNoAccessKeyButFindsOne() throws IOException {
        useStateDir("state");

        assertNull(assertInstanceOf(Startup.Ready.class, Startup.look(start("0.0.0.0", null), WANTED))
                .madeKey());
        assertFalse(Files.exists(dir.resolve("state")));
        Startup.prepare(start("0.0.0.0", null), WANTED);
        assertFalse(assertInstanceOf(Startup.Ready.class, Startup.look(start("0.0.0.0", null), WANTED))
                .madeKey()
                .fresh());
    }

    @Test
    void aStateDirectoryThatCannotBeMadeIsTold() throws IOException {
        useStateDir("my.yaml");

        String line = refused(start("0.0.0.0", null), WANTED).getFirst();

        assertTrue(line.startsWith("server.state-dir: " + config.resolve("access-key") + " cannot be "), line);
        assertTrue(line.endsWith("or a key of your own (server.api-keys or RELEVO_API_KEYS)"), line);
    }

    private void useStateDir(String name) throws IOException {
        Files.writeString(config, MODELS + "server: {state-dir: '" + dir.resolve(name) + "'}");
    }

    private Arguments.Options start(@Nullable String host, @Nullable String port) {
        return new Arguments.Options(config, host, port);
    }

    private Settings ready(Map<String, String> environment) {
        return assertInstanceOf(Startup.Ready.class, Startup.prepare(start(null, null), environment))
                .settings();
    }

    private static String address(Arguments.Options start, Map<String, String> environment) {
        Settings settings = assertInstanceOf(Startup.Ready.class, Startup.prepare(start, environment))
                .settings();
        return settings.server().host() + ":" + settings.server().port();
    }

    private static List<String> refused(Arguments.Options start, Map<String, String> environment) {
        return assertInstanceOf(Startup.Refused.class, Startup.prepare(start, environment))
                .lines();
    }
}
