package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import java.time.Duration;

/**
 * What may be the limit of requests in a period, of a provider that refuses and tells nothing. Whatever went through is
 * counted as long as it may matter; where a refusal shows the limit, no more than that is let through but for a trial now and
 * then, which shows whether there is more. Guarded by the ledger's lock.
 */
final class Guess {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    /** A trial that is refused costs a rest. */
    private static final long SHORT_INTERVAL_NANOS = Duration.ofMinutes(10).toNanos();

    /** One guess of an hour or a day may be a provider's passing trouble: it is soon tried again, then ever later. */
    private static final int LONG_INTERVAL_GROWTH = 8;

    private static final int MOST_STEPS = 64;

    /** Of a limit: a trial that succeeds allows so much more, and each one after it twice as much. */
    private static final int STEPS = 32;

    private static final int MOST_STRIKES = 3;

    private final Meter meter;
    private final long since;

    /** At most so many had gone through when another did. */
    private long passed;

    private long interval;
    private int step = 1;
    private int strikes;
    private long refusedAt = Long.MIN_VALUE;

    /** Whether something went through since the last refusal. */
    private boolean fruitful = true;

    /**
     * @param meter its limit is the guess, if another process made it
     * @param since when counting began
     */
    Guess(Meter meter, long since) {
        this.meter = meter;
        this.since = since;
        this.interval = firstInterval();
        if (isMade()) {
            // Another process made it, and never was refused here.
            meter.tryAt(since + interval);
            refusedAt = since;
        }
    }

    static Guess of(Period period, long since) {
        Rolling tally = new Rolling(period.length().toNanos());
        return new Guess(
                new Meter(Quantity.REQUESTS, period, Meter.Source.LEARNED, null, tally, Meter.UNLIMITED), since);
    }

    Meter meter() {
        return meter;
    }

    /** How near what is used comes to the guess: one where it is reached. */
    double reached(long used) {
        return isMade() ? (double) used / meter.most() : 0;
    }

    /** Whether it was refused after more than ever went through, and all of a period was counted. */
    boolean isShownBy(long used, long now) {
        return !isMade()
                && used > passed
                && now - since >= meter.period().length().toNanos();
    }

    /**
     * Whether a request of that time was refused though the guess left room, and nothing went through before: by far, or again
     * and again.
     */
    boolean isRefuted(long used, long at) {
        if (!isMade() || fruitful || at <= refusedAt || used >= meter.most()) {
            return false;
        }
        strikes++;
        return used < meter.most() / 2 || strikes >= MOST_STRIKES;
    }

    void make(long used, long now) {
        meter.most(used);
        step = 1;
        interval = firstInterval();
        refused(now);
    }

    /** A refusal that it explains: there is no more than that, and the next trial is later. */
    void confirm(long used, long at, long now) {
        meter.most(Math.max(1, Math.min(used, meter.most())));
        step = 1;
        if (at > refusedAt) {
            interval = Math.min(interval * (isLong() ? LONG_INTERVAL_GROWTH : 2), longestInterval());
        }
        refused(now);
    }

    private void refused(long now) {
        meter.tryAt(now + interval);
        refusedAt = now;
        fruitful = false;
    }

    void giveUp() {
        passed = Math.max(passed, meter.most());
        meter.most(Meter.UNLIMITED);
    }

    /** A trial begins, if it is one. */
    void began(long now) {
        if (isMade() && meter.tally().used(now) > meter.most()) {
            meter.tryAt(now + interval);
        }
    }

    /** A request went through. */
    void succeeded(long underWay, long now) {
        long used = meter.tally().used(now);
        passed = Math.max(passed, used - underWay - 1);
        fruitful = true;
        strikes = 0;
        if (used > meter.most()) {
            more(used, now);
        }
    }

    private void more(long used, long now) {
        if (isLong() && interval < longestInterval()) {
            giveUp();
            return;
        }
        meter.most(used + Math.ceilDiv(meter.most() * step, STEPS));
        step = Math.min(MOST_STEPS, step * 2);
        interval = firstInterval();
        meter.tryAt(now + interval);
    }

    /** Whether it limits anything. */
    private boolean isMade() {
        return meter.most() != Meter.UNLIMITED;
    }

    private boolean isLong() {
        return meter.period().compareTo(Period.MINUTE) > 0;
    }

    private long firstInterval() {
        return isLong() ? MINUTE_NANOS : SHORT_INTERVAL_NANOS;
    }

    private long longestInterval() {
        return Math.max(6 * SHORT_INTERVAL_NANOS, meter.period().length().toNanos());
    }
}
