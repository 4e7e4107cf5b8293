package dev.relevo.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Sums usage up until it is written. Never waits for a disk; safe for use by many threads. */
public final class UsageTally {
    /**
     * Clients may make up models' names, and some providers answer to any: what would be too many different ones is counted as
     * one, of what waits to be written and of all of a day.
     */
    static final int MOST_KEYS = 10_000;

    static final String OTHERS = "(others)";

    private Map<UsageKey, UsageSum> sums = new HashMap<>();
    private Map<UsageKey, UsageSum> beingWritten = Map.of();
    private final Map<String, UsageSum> written = new HashMap<>();
    private long writtenOn;

    /** Of the day that was counted last, whether they are written by now or not. */
    private final Set<UsageKey> ofDay = new HashSet<>();

    private long day;

    public synchronized void add(UsageRecord record) {
        record.addTo(sum(record.key()));
    }

    /**
     * The sums of a day by target, empty where nobody was asked, as far as it is the latest of which anything is known.
     *
     * @param day since the Unix epoch, UTC
     */
    public synchronized Map<String, UsageSum> of(long day) {
        Map<String, UsageSum> all = new HashMap<>();
        if (day == writtenOn) {
            written.forEach((target, sum) -> add(all, target, sum));
        }
        beingWritten.forEach((key, sum) -> addOn(day, all, key, sum));
        sums.forEach((key, sum) -> addOn(day, all, key, sum));
        return all;
    }

    /** What was written of that day before, by target. */
    synchronized void begin(long day, Map<String, UsageSum> before) {
        writtenOn = day;
        before.forEach((target, sum) -> add(written, target, sum));
    }

    /** What came together since the last time; until {@link #kept} or {@link #giveBack} it is being written. */
    synchronized Map<UsageKey, UsageSum> take() {
        beingWritten = sums;
        sums = new HashMap<>();
        return beingWritten;
    }

    /** What was taken is written. */
    synchronized void kept() {
        long newest =
                beingWritten.keySet().stream().mapToLong(UsageKey::day).max().orElse(writtenOn);
        if (newest > writtenOn) {
            written.clear();
            writtenOn = newest;
        }
        beingWritten.forEach((key, sum) -> addOn(writtenOn, written, key, sum));
        beingWritten = Map.of();
    }

    /** What was taken could not be written. */
    synchronized void giveBack() {
        beingWritten.forEach((key, sum) -> sum(key).add(sum));
        beingWritten = Map.of();
    }

    private static void addOn(long day, Map<String, UsageSum> all, UsageKey key, UsageSum sum) {
        if (key.day() == day) {
            add(all, key.target(), sum);
        }
    }

    private static void add(Map<String, UsageSum> all, String target, UsageSum sum) {
        String counted = all.size() < MOST_KEYS || all.containsKey(target) ? target : OTHERS;
        all.computeIfAbsent(counted, _ -> new UsageSum()).add(sum);
    }

    private UsageSum sum(UsageKey key) {
        boolean fits = isOfDay(key) && (sums.size() < MOST_KEYS || sums.containsKey(key));
        UsageKey counted = fits ? key : new UsageKey(key.day(), OTHERS, OTHERS, key.client());
        return sums.computeIfAbsent(counted, _ -> new UsageSum());
    }

    private boolean isOfDay(UsageKey key) {
        if (key.day() != day) {
            ofDay.clear();
            day = key.day();
        }
        return ofDay.contains(key) || (ofDay.size() < MOST_KEYS && ofDay.add(key));
    }
}
