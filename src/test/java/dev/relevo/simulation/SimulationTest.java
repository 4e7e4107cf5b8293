package dev.relevo.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Configuration;
import dev.relevo.config.Settings;
import dev.relevo.config.Traffic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
    private static final Duration DAY = Duration.ofDays(1);

    private static final String POOL = """
            models:
              auto: {targets: [a/m, b/m]}
            providers:
              a: {base-url: "https://a.example/v1", api-key: [k1, k2],
                  limits: {requests-per-minute: 30, requests-per-day: 2000}}
              b: {base-url: "https://b.example/v1", api-key: k3, limits: {requests-per-day: 3000}}
            """;

    @TempDir
    private Path scratch;

    @Test
    void twiceWhatTheQuotasAllowUsesThemUpAndMeetsNoLimit() throws Exception {
        Report report = new Simulation(settings(POOL), Traffic.DEFAULT, DAY, 1).run();

        report.binding().forEach(line -> assertTrue(line.share() >= 0.98, report::toString));
        report.limits().forEach(line -> assertTrue(line.mostInWindow() <= 1, report::toString));
        assertEquals(0, report.refusedInSpite(), report::toString);
        assertTrue(report.fairness() >= 0.99, report::toString);
    }

    @Test
    void theSameSeedGivesTheSameDay() throws Exception {
        Settings settings = settings(POOL);
        Duration hour = Duration.ofHours(1);

        assertEquals(
                new Simulation(settings, Traffic.DEFAULT, hour, 7).run().toString(),
                new Simulation(settings, Traffic.DEFAULT, hour, 7).run().toString());
    }

    private Settings settings(String yaml) throws Exception {
        return Configuration.load(Files.writeString(scratch.resolve("config.yaml"), yaml), Map.of());
    }
}
