package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Window;
import dev.relevo.dialect.Told;
import dev.relevo.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit as a provider tells it. Its window is the one told, or the one that the resets tell: a bucket that fills up
 * steadily (OpenAI, Groq), whose reset is as long as that takes, or else a window that ends at the reset. Guarded by the
 * ledger's lock.
 */
final class ToldMeter {
    /** The limit where nobody told it, but only what is left. */
    static final long UNKNOWN = 1_000_000_000_000_000L;

    private static final int SURE = 3;
    private static final double SPENT = 0.9;
    private static final int SLACK = 20;
    private static final long ROUNDING_NANOS = 1_500_000_000;

    private final Meter meter;
    private final Clock clock;

    /** Above zero while the resets are those of a bucket. */
    private int steadiness;

    /** Above zero while resets move with each use. */
    private int sliding;

    /** Whether nothing is known of what was used before. */
    private boolean isNew = true;

    private long lastEnd = Long.MIN_VALUE / 2;

    private long lastEndToldAt = Long.MIN_VALUE / 2;

    private ToldMeter(Meter meter, Clock clock) {
        this.meter = meter;
        this.clock = clock;
    }

    /** One that another process was told of. */
    static ToldMeter of(Meter meter, Clock clock) {
        ToldMeter told = new ToldMeter(meter, clock);
        told.steadiness = meter.tally() instanceof Bucket ? 1 : 0;
        return told;
    }

    static ToldMeter of(Quantity quantity, Period period, long most, Clock clock) {
        Tally tally = new Rolling(period.length().toNanos());
        return new ToldMeter(new Meter(quantity, period, Meter.Source.TOLD, null, tally, most), clock);
    }

    Meter meter() {
        return meter;
    }

    boolean measures(Quantity quantity, Period period) {
        return meter.quantity() == quantity && meter.period() == period;
    }

    /** Whether it may be the limit that is told without a period. */
    boolean isOf(Told told) {
        return meter.quantity() == told.quantity() && (told.limit() == null || told.limit() == meter.most());
    }

    /**
     * Believes it, unless a later attempt was told something before.
     *
     * @param uncounted what is under way and perhaps not counted in what is told
     */
    void hear(Told told, Reservation reservation, long uncounted, long now) {
        if (!meter.heard(reservation)) {
            return;
        }
        if (told.limit() != null) {
            meter.most(told.limit());
        }
        measureBy(tally(told, now), now);
        Long remaining = told.remaining();
        if (remaining != null) {
            bound(meter.most() - remaining, uncounted, told.reset(), reservation.began(), now);
            isNew = false;
        }
    }

    private void measureBy(Tally tally, long now) {
        if (tally != meter.tally()) {
            tally.set(meter.tally().used(now), now);
            meter.measureBy(tally);
        }
    }

    /** The reset tells of a bucket what whole numbers do not, as of a moment since the request left. */
    private void bound(long counted, long uncounted, @Nullable Duration reset, long left, long now) {
        if (meter.tally() instanceof Bucket bucket && reset != null && isFilledUpBy(reset, counted)) {
            long earliest = isNew ? now + reset.toNanos() : left + reset.toNanos();
            bucket.full(earliest, now + reset.toNanos(), uncounted);
        } else {
            meter.tally().bound(isNew ? counted + uncounted : counted, counted + uncounted, now);
        }
    }

    private boolean isFilledUpBy(Duration reset, long used) {
        return used > 0 && Steadiness.mayBeSteady(used, meter.most(), reset, meter.period());
    }

    private Tally tally(Told told, long now) {
        Duration reset = bounded(told.reset());
        return switch (told.window()) {
            case Window.Calendar(var zone) -> calendar(new Window.Calendar(zone));
            case Window.Rolling _ -> meter.tally() instanceof Rolling same ? same : new Rolling(period());
            case Window.Fixed _ when reset == null -> meter.tally() instanceof Fixed same ? same : new Fixed(period());
            case Window.Fixed _ -> until(now + reset.toNanos(), now);
            case null -> reset == null || reset.isZero() ? meter.tally() : resetting(told, reset, now);
        };
    }

    /** No window lasts longer than its period, but for a day or a month that is a long one. */
    private @Nullable Duration bounded(@Nullable Duration reset) {
        Duration longest = meter.period().length().plusNanos(period() / SLACK + ROUNDING_NANOS);
        return reset == null || reset.compareTo(longest) < 0 ? reset : longest;
    }

    private Tally calendar(Window.Calendar window) {
        return meter.tally() instanceof Calendar same && same.zone().equals(window.zone())
                ? same
                : new Calendar(meter.period(), window.zone(), clock);
    }

    private Tally resetting(Told told, Duration reset, long now) {
        Long remaining = told.remaining();
        if (remaining != null && remaining < meter.most()) {
            learn(meter.most() - remaining, reset, now);
        }
        if (steadiness > 0) {
            return meter.tally() instanceof Bucket same && same.isOf(period(), meter.most())
                    ? same
                    : new Bucket(period(), meter.most());
        }
        if (sliding > 0) {
            return meter.tally() instanceof Rolling same ? same : new Rolling(period());
        }
        return until(now + reset.toNanos(), now);
    }

    /** What is nearly spent is back after nearly a period, whatever its window is: where more is known, that tells nothing. */
    private void learn(long used, Duration reset, long now) {
        boolean telling = used < SPENT * meter.most() || steadiness == 0;
        if (telling && meter.most() < UNKNOWN) {
            boolean steady = isFilledUpBy(reset, used);
            steadiness = Math.clamp(steadiness + (steady ? 1 : -1), -SURE, SURE);
        }
        learn(now + reset.toNanos(), now);
    }

    /** Two words tell by whether the end has moved since, if that is long enough ago. */
    private void learn(long end, long now) {
        long passed = now - lastEndToldAt;
        if (now < lastEnd && passed > 2 * ROUNDING_NANOS) {
            boolean slid = end - lastEnd > passed / 2;
            sliding = Math.clamp(sliding + (slid ? 1 : -1), -SURE, SURE);
        }
        if (now >= lastEnd || passed > 2 * ROUNDING_NANOS) {
            lastEnd = end;
            lastEndToldAt = now;
        }
    }

    /** What was used in a window that is over does not count in that one. */
    private Tally until(long end, long now) {
        Fixed fixed = meter.tally() instanceof Fixed same ? same : new Fixed(period());
        fixed.set(fixed.used(now), now);
        fixed.until(end);
        return fixed;
    }

    private long period() {
        return meter.period().length().toNanos();
    }
}
