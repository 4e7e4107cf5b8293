package dev.relevo.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Configuration;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Settings;
import dev.relevo.config.Traffic;
import dev.relevo.config.Traffic.Heads;
import dev.relevo.config.Traffic.Per;
import dev.relevo.config.Traffic.Shape;
import dev.relevo.config.Traffic.Truth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<String> PROVIDERS = List.of("a", "b", "c", "d");

    /** Requests and tokens, an hour's and a day's, in windows that move, begin with the first use or by the calendar. */
    private static final String MIXED = """
            models:
              auto: {targets: [a/m, b/m, c/m, d/m]}
            providers:
              a: {base-url: "https://a.example/v1", api-key: [k1, k2],
                  limits: {requests-per-hour: 150, requests-per-day: 3000}}
              b: {base-url: "https://b.example/v1", api-key: k3, limits: {tokens-per-hour: 200k, window: fixed}}
              c: {base-url: "https://c.example/v1", api-key: k4,
                  limits: {requests-per-day: 2000, zone: America/Los_Angeles}}
              d: {base-url: "https://d.example/v1", api-key: k5, limits: {tokens-per-day: 2M}}
            """;

    private static final String PAID = """
            models:
              auto: {targets: [a/m, {target: b/m, tier: 2, price: {input: 1, output: 4}}]}
            providers:
              a: {base-url: "https://a.example/v1", api-key: k1, limits: {requests-per-day: 1000}}
              b: {base-url: "https://b.example/v1", api-key: k2, limits: {usd-per-day: 1, zone: UTC}}
            """;

    private static final String BARE = """
            models:
              auto: {targets: [a/m, b/m]}
            providers:
              a: {base-url: "https://a.example/v1", api-key: [k1, k2]}
              b: {base-url: "https://b.example/v1", api-key: k3}
            """;

    /** Each key is an account of its own. */
    private static final String NAMED = """
            models:
              auto: {targets: [a/m, b/m]}
            providers:
              a: {base-url: "https://a.example/v1", api-key: [{key: k1, account: x, LIMITS}, {key: k2, account: y, LIMITS}]}
              b: {base-url: "https://b.example/v1", api-key: k3, LIMITS}
            """;

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({"TRUTHFUL, true, 1", "TRUTHFUL, false, 2", "NONE, true, 3", "NONE, false, 4"})
    void twiceWhatKnownQuotasAllowUsesThemUpAndMeetsAlmostNoLimit(Heads headers, boolean retryTold, long seed)
            throws Exception {
        Map<String, Truth> truth = new HashMap<>();
        for (String name : PROVIDERS) {
            Duration skew = Duration.ofMillis(1000 - 600L * PROVIDERS.indexOf(name));
            truth.put(name, new Truth(List.of(), Per.MODEL, null, headers, retryTold, skew));
        }

        Report report = run(settings(MIXED), truth, seed);

        report.binding().forEach(line -> assertTrue(line.share() >= 0.98, report::toString));
        report.limits().forEach(line -> assertTrue(line.mostInWindow() <= 1, report::toString));
        // Relevo learns lengths and bytes of tokens by and by, and in steps; of requests it is exact.
        assertTrue(report.refusedInSpite() <= (report.requests() - report.answered()) / 50, report::toString);
        assertTrue(report.fairness() >= 0.99, report::toString);
    }

    /**
     * When a use was counted is known only to lie between its leaving and its answer, 1.8 s later on average: so much of each
     * minute nobody can know to be free where windows move.
     */
    @ParameterizedTest
    @CsvSource({
        "ROLLING, NONE, true, 0.965, 0",
        "ROLLING, TRUTHFUL, false, 0.965, 100",
        "FIXED, NONE, true, 0.98, 0",
        "FIXED, TRUTHFUL, false, 0.98, 0",
        "BUCKET, TRUTHFUL, false, 0.999, 0",
    })
    void quotasOfAMinuteAreUsedAsFarAsLatencyLetsThemBeKnown(
            Shape shape, Heads headers, boolean configured, double share, long inSpite) throws Exception {
        String window = shape == Shape.FIXED ? ", window: fixed" : "";
        Settings limited = settings(NAMED.replace("LIMITS", "limits: {requests-per-minute: 10" + window + "}"));
        List<QuotaLimit> limits = limited.providers().getLast().quotas().account();
        Settings known = configured ? limited : settings(NAMED.replace(", LIMITS", ""));
        Truth truth = new Truth(limits, Per.KEY, shape, headers, true, null);

        Report report = run(known, Map.of("a", truth, "b", truth), 1);

        report.limits().forEach(line -> assertTrue(line.mostInWindow() <= 1, report::toString));
        report.binding().forEach(line -> assertTrue(line.share() >= share, report::toString));
        assertTrue(report.refusedInSpite() <= inSpite, report::toString);
        assertTrue(report.fairness() >= 0.99, report::toString);
    }

    /** Tokens of an answer count from its end and are set aside from its beginning: where windows move, that time is lost. */
    @ParameterizedTest
    @CsvSource({
        "ROLLING, NONE, true, 0.91",
        "ROLLING, TRUTHFUL, false, 0.91",
        "FIXED, NONE, true, 0.98",
        "FIXED, TRUTHFUL, false, 0.98",
        "BUCKET, TRUTHFUL, false, 0.98",
    })
    void tokensOfAMinuteAreUsedAsFarAsTheirCountingLetsThemBe(
            Shape shape, Heads headers, boolean configured, double share) throws Exception {
        String window = shape == Shape.FIXED ? ", window: fixed" : "";
        Settings limited = settings(NAMED.replace("LIMITS", "limits: {tokens-per-minute: 60k" + window + "}"));
        List<QuotaLimit> limits = limited.providers().getLast().quotas().account();
        Settings known = configured ? limited : settings(NAMED.replace(", LIMITS", ""));
        Truth truth = new Truth(limits, Per.KEY, shape, headers, true, null);

        Report report = run(known, Map.of("a", truth, "b", truth), 1, Duration.ofHours(4));

        report.limits().forEach(line -> assertTrue(line.mostInWindow() <= 2, report::toString));
        report.binding().forEach(line -> assertTrue(line.share() >= share, report::toString));
        assertTrue(report.refusedInSpite() <= 200, report::toString);
    }

    /** Neither the shape of the windows nor what they count is known. */
    @ParameterizedTest
    @CsvSource({"requests-per-hour: 100, 0.98, 6", "tokens-per-hour: 100k, 0.98, 6", "tokens-per-minute: 6k, 0.85, 0.1"
    })
    void whatComesBackSteadilyIsLearnedWithFewRefusalsAnHour(String told, double share, double refusalsAWindow)
            throws Exception {
        Settings limited = settings(BARE.replace("k3}", "k3, limits: {" + told + "}}"));
        List<QuotaLimit> limits = limited.providers().getLast().quotas().account();
        Truth hidden = new Truth(limits, Per.KEY, Shape.BUCKET, Heads.NONE, false, null);

        Report report = run(settings(BARE), Map.of("a", hidden, "b", hidden), 1);

        report.binding().forEach(line -> assertTrue(line.share() >= share, report::toString));
        report.limits()
                .forEach(line -> assertTrue(
                        line.refusals() <= refusalsAWindow * line.existed() / line.most(), report::toString));
    }

    /** Whether tokens are counted or requests shows by which of the two agrees with all that was let in and refused. */
    @ParameterizedTest
    @CsvSource({"6k, ROLLING, 0.81, 2", "60k, ROLLING, 0.91, 4", "60k, FIXED, 0.85, 8"})
    void tokensOfAMinuteOfWhichNothingIsKnownAreUsedAsThoseThatAreKnown(
            String most, Shape shape, double share, int refusals) throws Exception {
        Settings limited = settings(BARE.replace("k3}", "k3, limits: {tokens-per-minute: " + most + "}}"));
        List<QuotaLimit> limits = limited.providers().getLast().quotas().account();
        Truth hidden = new Truth(limits, Per.KEY, shape, Heads.NONE, false, null);
        Duration length = most.equals("6k") ? DAY : Duration.ofHours(4);

        Report report = run(settings(BARE), Map.of("a", hidden, "b", hidden), 1, length);

        report.binding().forEach(line -> assertTrue(line.share() >= share, report::toString));
        report.limits().forEach(line -> assertTrue(line.mostLater() <= refusals, report::toString));
        assertTrue(report.fairness() >= 0.99, report::toString);
    }

    /** Once it is clear that no minute's limit refuses, each rest is a quarter longer, up to an hour. */
    @Test
    void aDaysQuotaOfWhichNobodyTellsIsLookedForSeldomOnceItIsSpent() throws Exception {
        Settings limited = settings(BARE.replace("k3}", "k3, limits: {requests-per-day: 1500}}"));
        List<QuotaLimit> limits = limited.providers().getLast().quotas().account();
        Truth hidden = new Truth(limits, Per.KEY, null, Heads.NONE, false, null);

        Report report = run(settings(BARE), Map.of("a", hidden, "b", hidden), 1);

        report.binding().forEach(line -> assertTrue(line.share() >= 0.95, report::toString));
        report.limits().forEach(line -> assertTrue(line.mostInWindow() <= 50, report::toString));
    }

    @ParameterizedTest
    @CsvSource({"MINUTE, 10, false", "MINUTE, 10, true", "DAY, 1500, true"})
    void quotasOfWhichNothingIsKnownAreUsedUpWithFewRefusals(String period, long most, boolean retryTold)
            throws Exception {
        List<QuotaLimit> limits = settings(BARE.replace(
                        "k3}", "k3, limits: {requests-per-" + period.toLowerCase(Locale.ROOT) + ": " + most + "}}"))
                .providers()
                .stream()
                .flatMap(provider -> provider.quotas().account().stream())
                .toList();
        Truth hidden = new Truth(limits, Per.KEY, null, Heads.NONE, retryTold, null);

        Report report = run(settings(BARE), Map.of("a", hidden, "b", hidden), 1);

        report.binding().forEach(line -> assertTrue(line.share() >= 0.95, report::toString));
        boolean isOneWindow = period.equals("DAY");
        report.limits()
                .forEach(line ->
                        assertTrue((isOneWindow ? line.mostInWindow() : line.mostLater()) <= 2, report::toString));
        assertTrue(report.fairness() >= 0.99, report::toString);
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "'', 10", "max-tokens: 1000, 1", "max-tokens: 1000, 10"})
    void aCapOnMoneyIsUsedUpAndNeverExceeded(String cap, long seed) throws Exception {
        Report report = run(
                settings(PAID.replace("tier: 2,", cap.isEmpty() ? "tier: 2," : "tier: 2, " + cap + ",")),
                Map.of(),
                seed);

        Report.Line money =
                report.limits().stream().filter(Report.Line::money).findFirst().orElseThrow();
        assertTrue(money.mostUsed() <= money.most(), report::toString);
        report.binding().forEach(line -> assertTrue(line.share() >= 0.98, report::toString));
    }

    @Test
    void theSameSeedGivesTheSameDay() throws Exception {
        Settings settings = settings(MIXED);
        Duration hour = Duration.ofHours(1);

        assertEquals(
                new Simulation(settings, Traffic.DEFAULT, hour, 7).run().toString(),
                new Simulation(settings, Traffic.DEFAULT, hour, 7).run().toString());
    }

    private static Report run(Settings settings, Map<String, Truth> truth, long seed) {
        return run(settings, truth, seed, DAY);
    }

    private static Report run(Settings settings, Map<String, Truth> truth, long seed, Duration length) {
        Traffic usual = Traffic.DEFAULT;
        Traffic traffic =
                new Traffic(usual.demand(), usual.flows(), usual.prompt(), usual.answer(), usual.clients(), truth);
        return new Simulation(settings, traffic, length, seed).run();
    }

    private Settings settings(String yaml) throws Exception {
        return Configuration.load(Files.writeString(scratch.resolve("config.yaml"), yaml), Map.of());
    }
}
