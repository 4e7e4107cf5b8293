package dev.relevo.store;

import java.util.HashMap;
import java.util.Map;

/** Sums usage up until it is written. Never waits for a disk; safe for use by many threads. */
public final class UsageTally {
    /** Clients may make up models' names: what would be too many different ones is counted as one. */
    static final int MOST_KEYS = 10_000;

    static final String OTHERS = "(others)";

    private Map<UsageKey, UsageSum> sums = new HashMap<>();

    public synchronized void add(UsageRecord record) {
        record.addTo(sum(record.key()));
    }

    /** What came together since the last time. */
    synchronized Map<UsageKey, UsageSum> take() {
        Map<UsageKey, UsageSum> taken = sums;
        sums = new HashMap<>();
        return taken;
    }

    /** What was taken could not be written. */
    synchronized void giveBack(Map<UsageKey, UsageSum> taken) {
        taken.forEach((key, sum) -> sum(key).add(sum));
    }

    private UsageSum sum(UsageKey key) {
        boolean fits = sums.size() < MOST_KEYS || sums.containsKey(key);
        UsageKey counted = fits ? key : new UsageKey(key.day(), OTHERS, OTHERS, key.client());
        return sums.computeIfAbsent(counted, _ -> new UsageSum());
    }
}
