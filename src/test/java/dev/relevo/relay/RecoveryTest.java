package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Configuration;
import dev.relevo.config.Settings;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How soon a provider serves again that was down for minutes. */
class RecoveryTest {
    private static final Duration PACE = Duration.ofMillis(500);

    private final FaultyUpstream broken = FaultyUpstream.start(Completions.chat("one"));
    private final FaultyUpstream healthy = FaultyUpstream.start(Completions.chat("two"));

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        broken.close();
        healthy.close();
    }

    @ParameterizedTest
    @CsvSource({"500, 1, 181", "500, 2, 194", "reset, 3, 187", "refused, 4, 200", "cut, 5, 191"})
    void itServesAgainWithinTwentySeconds(String death, long seed, int secondsDown) throws Exception {
        try (TimedRelay relay = new TimedRelay(settings("[p1/m, p2/m]"), seed)) {
            fail(death);
            for (int i = 0; i < secondsDown * 2; i++) {
                assertEquals("p2/m", targetOf(relay));
            }
            int wasted = broken.requests().size();
            assertTrue(wasted <= 5 + secondsDown / 10, wasted + " calls while it was down");

            recover(death);
            long recovered = relay.clock.nanos();
            while (!"p1/m".equals(targetOf(relay))) {
                long since = relay.clock.nanos() - recovered;
                assertTrue(since < Duration.ofSeconds(20).toNanos(), "not within 20 s");
            }
        }
    }

    @Test
    void theOnlyTargetIsTriedByRequestsWhileItsBreakerIsOpen() throws Exception {
        try (TimedRelay relay = new TimedRelay(settings("[p1/m]"), 1)) {
            fail("500");
            for (int i = 0; i < 60; i++) {
                assertNull(targetOf(relay));
            }
            recover("500");
            assertEquals("p1/m", targetOf(relay));
        }
    }

    private static String targetOf(TimedRelay relay) throws ClientGone {
        relay.clock.advance(PACE);
        return relay.ask(Proxy.CHAT).first("x-relevo-target");
    }

    private void fail(String death) {
        switch (death) {
            case "refused" -> broken.die();
            case "reset" -> broken.always(Script.resetting());
            case "cut" -> broken.always(Completions.chat("one").closing().finish(Point.afterBody(9)));
            default -> broken.always(ProviderErrors.serverError(500));
        }
    }

    private void recover(String death) throws IOException {
        if (death.equals("refused")) {
            broken.revive();
        }
        broken.always(Completions.chat("one"));
    }

    private Settings settings(String targets) throws Exception {
        String yaml = "providers: {p1: {base-url: <1>, api-key: k}, p2: {base-url: <2>, api-key: k}}\n"
                + "models: {auto: {targets: " + targets + ", same-target-retries: 0}}\n";
        String text = yaml.replace("<1>", broken.baseUrl().toString())
                .replace("<2>", healthy.baseUrl().toString());
        return Configuration.load(Files.writeString(folder.resolve("config.yaml"), text), Map.of());
    }
}
