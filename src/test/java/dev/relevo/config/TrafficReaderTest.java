package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficReaderTest {
    private static final Settings SETTINGS =
            Sample.settings(Strategy.ROUND_ROBIN, List.of(Sample.provider("p", 1)), List.of(Sample.entry("p", 1)));

    @TempDir
    private Path scratch;

    @Test
    void aFileTellsWhatIsAskedAndHowProvidersAre() throws Exception {
        Traffic traffic = read("""
                demand-percent: 150
                models: {auto: {requests-per-day: 500}}
                prompt-tokens: {median: 100, spread-percent: 20}
                answer-tokens: 50
                clients: {alice: 3, bob: 1}
                truth: {p: {limits: {requests-per-minute: 30}, per: key, window: bucket, headers: none, retry-after: false}}
                """);

        assertEquals(1.5, traffic.demand());
        assertEquals(Map.of("auto", new Traffic.Flow(500L, List.of())), traffic.flows());
        assertEquals(new Traffic.Amount(100, 0.2), traffic.prompt());
        assertEquals(new Traffic.Amount(50, 0.8), traffic.answer());
        assertEquals(Map.of("alice", 3, "bob", 1), traffic.clients());
        Traffic.Truth truth = traffic.truth().getOrDefault("p", Traffic.Truth.DEFAULT);
        assertEquals("[requests-per-minute: 30]", truth.limits().toString());
        assertEquals(Traffic.Shape.BUCKET, truth.shape());
        assertEquals(Traffic.Heads.NONE, truth.headers());
        assertFalse(truth.retryTold());
    }

    @Test
    void whatIsNotToldIsTheDefault() throws Exception {
        assertEquals(Traffic.DEFAULT, read(""));
    }

    @Test
    void everyMistakeIsToldWithItsPlace() {
        BadConfiguration bad = assertThrows(BadConfiguration.class, () -> read("""
                models: {atuo: {}, auto: {hours: [1, 2]}}
                truth: {q: {}}
                """));

        String file = scratch.resolve("traffic.yaml").toString();
        assertEquals(
                List.of(
                        file + ":1:10 models.atuo: unknown alias, did you mean 'auto'?",
                        file + ":1:34 models.auto.hours: 2 weights, expected 24, not all of them 0",
                        file + ":2:9 truth.q: unknown provider, did you mean 'p'?"),
                bad.problems().stream().map(Problem::toString).toList());
    }

    private Traffic read(String yaml) throws Exception {
        return TrafficReader.load(Files.writeString(scratch.resolve("traffic.yaml"), yaml), SETTINGS);
    }
}
