package dev.relevo.store;

import java.nio.file.Path;

/** Records of usage to write, and what was written. */
final class Usages {
    private Usages() {}

    /** An answer of 10 and 20 tokens, the first after 100 ms. */
    static UsageRecord answered(String alias, String target) {
        return at(Kept.NOW, alias, target);
    }

    static UsageRecord at(long epochMillis, String alias, String target) {
        return new UsageRecord(epochMillis, alias, target, "ann", true, false, 10, 20, 4, 5, false, 7, 100_000_000);
    }

    /** How many requests that folder's file has counted. */
    static long requests(Path folder) {
        try (Database file = Database.openToRead(folder.resolve("relevo.db"))) {
            return file.usage(UsageBy.ALIAS, 0).values().stream()
                    .mapToLong(sum -> sum.of(Amount.REQUESTS))
                    .sum();
        } catch (StoreFailure e) {
            throw new AssertionError(e);
        }
    }
}
