package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import java.time.Duration;
import java.util.Arrays;

/**
 * What may be the limit of requests or tokens in a period, of a provider that refuses and tells nothing. Whatever went through is
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

    private static final int FEWEST_SHOWN = 4;

    /** Passing trouble shows less each time than what was let through before. */
    private static final double STEADY = 2;

    private final Meter meter;
    private final long since;

    /** What refusals showed to be too much, the latest ones. */
    private final long[] tooMuch = new long[6];

    /** The most that was admitted before each of them, and after the one before it. */
    private final long[] admitted = new long[tooMuch.length];

    private int shownSoFar;
    private long admittedSince;

    /** At most so many had gone through when another did. */
    private long passed;

    private long interval;
    private int step = 1;
    private int strikes;
    private long refusedAt = Long.MIN_VALUE;

    /** Whether a trial has begun: answers that are longer than expected exceed the guess, too. */
    private boolean tried;

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

    static Guess of(Quantity quantity, Period period, long since) {
        Rolling tally = new Rolling(period.length().toNanos());
        return new Guess(new Meter(quantity, period, Meter.Source.LEARNED, null, tally, Meter.UNLIMITED), since);
    }

    Meter meter() {
        return meter;
    }

    /** How near what is used comes to the guess: one where it is reached. */
    double reached(long used) {
        return isMade() ? (double) used / meter.most() : 0;
    }

    /** So much was let through. */
    void admitted(long used) {
        admittedSince = Math.max(admittedSince, used);
    }

    /** A refusal after others went through shows that so much is too much. */
    void show(long used, long now) {
        if (now - since >= meter.period().length().toNanos()) {
            tooMuch[shownSoFar % tooMuch.length] = used;
            admitted[shownSoFar % tooMuch.length] = admittedSince;
            shownSoFar++;
        }
        admittedSince = 0;
    }

    /**
     * By how much what was admitted exceeds what was refused: a limit of that kind leaves it at about one or below, any other
     * sooner or later does not. Infinite while too few refusals tell.
     */
    double conflict() {
        return shownSoFar < FEWEST_SHOWN ? Double.POSITIVE_INFINITY : (double) most(admitted) / least(tooMuch);
    }

    /** The limit, as far as refusals and what was admitted show it. */
    long shown() {
        return Math.max(1, (most(admitted) + least(tooMuch)) / 2);
    }

    private long most(long[] amounts) {
        return Arrays.stream(amounts, 0, Math.min(shownSoFar, amounts.length))
                .max()
                .orElse(0);
    }

    private long least(long[] amounts) {
        return Math.max(
                1,
                Arrays.stream(amounts, 0, Math.min(shownSoFar, amounts.length))
                        .min()
                        .orElse(1));
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

    /**
     * A refusal that it explains: there is no more than that, and the next trial is later. A second one within a period that is
     * no trial's shows that it is a little less: else what comes back steadily would be refused again and again.
     */
    void confirm(long used, long at, long now) {
        boolean again = !tried
                && at > refusedAt
                && now - refusedAt < meter.period().length().toNanos();
        long most = Math.min(used, meter.most());
        meter.most(Math.max(1, again ? most - most / STEPS : most));
        step = 1;
        if (at > refusedAt) {
            interval = Math.min(interval * (mayPass() ? LONG_INTERVAL_GROWTH : 2), longestInterval());
        }
        refused(now);
    }

    private void refused(long now) {
        meter.tryAt(now + interval);
        refusedAt = now;
        fruitful = false;
        tried = false;
    }

    void giveUp() {
        passed = Math.max(passed, meter.most());
        meter.most(Meter.UNLIMITED);
    }

    /** A trial begins, if it is one. */
    void began(long now) {
        if (isMade() && meter.tally().used(now) > meter.most()) {
            tried = true;
            meter.tryAt(now + interval);
        }
    }

    /**
     * A request went through.
     *
     * @param underWay what is counted of others and perhaps did not, with at least one request
     */
    void succeeded(long underWay, long now) {
        long used = meter.tally().used(now);
        passed = Math.max(passed, used - underWay);
        fruitful = true;
        strikes = 0;
        if (tried && used > meter.most()) {
            more(used, now);
        }
    }

    private void more(long used, long now) {
        tried = false;
        if (mayPass() && interval < longestInterval()) {
            giveUp();
            return;
        }
        meter.most(used + Math.ceilDiv(meter.most() * step, STEPS));
        step = Math.min(MOST_STEPS, step * 2);
        interval = firstInterval();
        meter.tryAt(now + interval);
    }

    /** Whether it limits anything. */
    boolean isMade() {
        return meter.most() != Meter.UNLIMITED;
    }

    /** Whether it may be a provider's passing trouble that looks like a limit of an hour or a day. */
    private boolean mayPass() {
        return meter.period().compareTo(Period.MINUTE) > 0 && conflict() > STEADY;
    }

    private long firstInterval() {
        return mayPass() ? MINUTE_NANOS : SHORT_INTERVAL_NANOS;
    }

    private long longestInterval() {
        return Math.max(6 * SHORT_INTERVAL_NANOS, meter.period().length().toNanos());
    }
}
