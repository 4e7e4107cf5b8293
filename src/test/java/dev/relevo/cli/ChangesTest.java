package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.relevo.config.BadConfiguration;
import dev.relevo.config.Configuration;
import dev.relevo.config.Server;
import dev.relevo.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest {
    private static final String BEFORE = """
            providers:
              mine: {base-url: http://10.0.0.5/v1}
            models:
              auto: [groq, mine/a]
              fast: [groq]
            """;

    @TempDir
    Path dir;

    @Test
    void theSameFileReadTwiceChangesNothing() throws Exception {
        assertEquals("nothing changed", Changes.between(read(BEFORE), read("# a comment\n" + BEFORE)));
    }

    @Test
    void aliasesAndProvidersAreNamedThatCameWentOrChanged() throws Exception {
        Settings after = read("""
                providers:
                  mine: {base-url: http://10.0.0.6/v1}
                models:
                  auto: [mine/a, openai]
                  slow: [mine/b]
                """);

        assertEquals(
                "aliases: auto changed, slow added, fast removed;"
                        + " providers: mine changed, openai added, groq removed",
                Changes.between(read(BEFORE), after));
    }

    @Test
    void aKeyThatWasAddedChangesItsProviderAndIsNotTold() throws Exception {
        String changes = Changes.between(read(BEFORE), read(BEFORE, Map.of("GROQ_API_KEY", "canary")));

        assertEquals("providers: groq changed", changes);
        assertFalse(changes.contains("canary"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limits: {requests-per-day: 40}",
                "limits: {requests-per-day: 4, window: fixed}",
                "models: {m: {limits: {requests-per-day: 4}}}",
                "models: {m: {price: {input: 1, output: 2}}}",
                "rate-limit-headers: {requests: day}",
                "continues: prefill"
            })
    void whatMayBeUsedOfAProviderIsPartOfIt(String setting) throws Exception {
        Settings before = read(BEFORE.replace("/v1}", "/v1, limits: {requests-per-day: 4}}"));
        String other = setting.startsWith("limits") ? setting : "limits: {requests-per-day: 4}, " + setting;

        assertEquals(
                "providers: mine changed",
                Changes.between(before, read(BEFORE.replace("/v1}", "/v1, " + other + "}"))));
    }

    @Test
    void thatKeysWereCreatedByCommandIsNoChangeOfTheFile() throws Exception {
        Settings before = read(BEFORE);
        Server server = before.server();
        Settings created =
                before.withServer(server.withAdmittance(server.admittance().withCreated(true)));

        assertEquals("nothing changed", Changes.between(before, created));
        assertEquals("nothing changed", Changes.between(created, before));
    }

    @Test
    void theServerIsOneThing() throws Exception {
        assertEquals(
                "server settings changed", Changes.between(read(BEFORE), read(BEFORE + "server: {max-body: 1MiB}\n")));
    }

    @Test
    void manyNamesAreCounted() throws Exception {
        StringBuilder many = new StringBuilder(BEFORE);
        for (int i = 0; i < 20; i++) {
            many.append("  m").append(i).append(": [groq]\n");
        }

        assertEquals(
                "aliases: m0 added, m1 added, m2 added, m3 added, m4 added, m5 added, m6 added, m7 added and 12 more",
                Changes.between(read(BEFORE), read(many.toString())));
    }

    private Settings read(String yaml) throws IOException, BadConfiguration {
        return read(yaml, Map.of());
    }

    private Settings read(String yaml, Map<String, String> environment) throws IOException, BadConfiguration {
        return Configuration.load(Files.writeString(dir.resolve("config.yaml"), yaml), environment);
    }
}
