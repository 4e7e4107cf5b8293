package dev.relevo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageFileTest {
    private static final long DAY = 86_400_000;
    private static final long TODAY = Kept.NOW / DAY;

    @TempDir
    private Path folder;

    @Test
    void whatWasUsedIsSummedUpByDayAliasTargetAndClient() throws StoreFailure {
        try (Kept kept = new Kept(folder)) {
            kept.usage.add(Usages.answered("auto", "p/m"));
            kept.usage.add(Usages.at(Kept.NOW - DAY, "auto", "q/m"));
            kept.flush();
            kept.usage.add(Usages.answered("fast", "p/m"));
            kept.flush();

            assertEquals(List.of("2027-01-14", "2027-01-15"), names(UsageBy.DAY, 0));
            assertEquals(List.of("auto", "fast"), names(UsageBy.ALIAS, 0));
            assertEquals(List.of("p/m", "q/m"), names(UsageBy.TARGET, 0));
            assertEquals(List.of("ann"), names(UsageBy.CLIENT, 0));
            assertEquals(List.of("p/m"), names(UsageBy.TARGET, TODAY));
            UsageSum sum = read(UsageBy.CLIENT, 0).get("ann");
            assertEquals(
                    List.of(3L, 0L, 30L, 60L, 12L, 15L, 0L, 21L, 3L, 300L),
                    List.of(Amount.values()).stream().map(sum::of).toList());
        }
    }

    @Test
    void everyAmountOfAFailureIsKept() throws StoreFailure {
        try (Kept kept = new Kept(folder)) {
            kept.usage.add(new UsageRecord(Kept.NOW, "auto", null, null, true, true, 1, 2, 3, 4, true, 5, -1));
            kept.flush();

            UsageSum sum = read(UsageBy.TARGET, 0).get("");
            assertEquals(
                    List.of(1L, 1L, 1L, 2L, 3L, 4L, 1L, 5L, 0L, 0L),
                    List.of(Amount.values()).stream().map(sum::of).toList());
            assertNull(sum.firstTokenWithin(0.5));
        }
    }

    @Test
    void timesToTheFirstTokenAreToldWithinATenth() {
        UsageSum sum = new UsageSum();
        for (int millis = 1; millis <= 1000; millis++) {
            sum.addFirstToken(millis);
        }

        assertNear(500, sum.firstTokenWithin(0.5));
        assertNear(950, sum.firstTokenWithin(0.95));
        assertNear(1000, sum.firstTokenWithin(1));
    }

    @Test
    void whatIsOlderThanItIsKeptGoesInSmallSteps() throws StoreFailure {
        try (Kept kept = new Kept(folder)) {
            for (int i = 0; i < 1200; i++) {
                kept.usage.add(Usages.at(Kept.NOW - 100 * DAY, "auto", "p/" + i));
            }
            kept.usage.add(Usages.at(Kept.NOW - 90 * DAY, "auto", "p/last"));
            kept.flush();
            assertEquals(701, names(UsageBy.TARGET, 0).size());
            kept.flush();
            assertEquals(201, names(UsageBy.TARGET, 0).size());
            kept.flush();

            assertEquals(List.of("p/last"), names(UsageBy.TARGET, 0));
            assertEquals(Duration.ofMillis(100).toMillis(), firstTokens());
        }
    }

    @Test
    void tooManyNamesAtOnceAreCountedAsOne() throws StoreFailure {
        try (Kept kept = new Kept(folder)) {
            for (int i = 0; i < UsageTally.MOST_KEYS + 5; i++) {
                kept.usage.add(Usages.answered("auto", "p/" + i));
            }
            kept.flush();

            assertEquals(5, read(UsageBy.TARGET, 0).get(UsageTally.OTHERS).of(Amount.REQUESTS));
            assertEquals(UsageTally.MOST_KEYS + 5, Usages.requests(folder));
        }
    }

    @Test
    void tooManyNamesOfADayAreCountedAsOneHoweverOftenItIsWritten() throws StoreFailure {
        try (Kept kept = new Kept(folder)) {
            for (int i = 0; i < UsageTally.MOST_KEYS; i++) {
                kept.usage.add(Usages.answered("auto", "p/" + i));
            }
            kept.flush();
            kept.usage.add(Usages.answered("auto", "p/more"));
            kept.usage.add(Usages.answered("auto", "p/0"));
            kept.usage.add(Usages.at(Kept.NOW + Duration.ofDays(1).toMillis(), "auto", "p/next-day"));
            kept.flush();

            Map<String, UsageSum> targets = read(UsageBy.TARGET, 0);
            assertEquals(1, targets.get(UsageTally.OTHERS).of(Amount.REQUESTS));
            assertEquals(2, targets.get("p/0").of(Amount.REQUESTS));
            assertEquals(1, targets.get("p/next-day").of(Amount.REQUESTS));
            assertEquals(UsageTally.MOST_KEYS + 2, targets.size());
        }
    }

    @Test
    void withoutAFileNothingWasUsedAndNothingIsMade() throws StoreFailure {
        assertEquals(Map.of(), read(UsageBy.DAY, 0));
        assertTrue(Files.notExists(folder.resolve("relevo.db")));
    }

    private List<String> names(UsageBy by, long day) throws StoreFailure {
        return List.copyOf(read(by, day).keySet());
    }

    private Map<String, UsageSum> read(UsageBy by, long day) throws StoreFailure {
        return new UsageFile(folder).sums(by, day);
    }

    private long firstTokens() throws StoreFailure {
        return read(UsageBy.CLIENT, 0).get("ann").of(Amount.FIRST_TOKEN_MILLIS);
    }

    private static void assertNear(long millis, Duration told) {
        assertNotNull(told);
        assertEquals((double) millis, (double) told.toMillis(), 0.1 * (double) millis);
    }
}
