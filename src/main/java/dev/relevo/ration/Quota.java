package dev.relevo.ration;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Traffic.Shape;
import dev.relevo.config.Window;
import dev.relevo.simulation.TrueWindow;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A limit that a provider really has, and what came of it. Moments are nanoseconds of one clock; guarded by its provider. */
final class Quota {
    private static final int UNSETTLED = 12;

    private final QuotaLimit limit;
    private final Period period;
    private final TrueWindow counted;

    /** The same uses by when their clients had the answer: up to then, and a period longer, Relevo may count them. */
    private final TrueWindow late;

    private final Deque<Long> refused = new ArrayDeque<>();
    private long used;
    private long mostAtOnce;
    private int refusals;
    private int mostRefusals;

    /** Who speaks as Groq does counts as Groq does: what was used comes back steadily. */
    Quota(QuotaLimit limit, Period period, Manner manner, Clock clock) {
        boolean steady = manner == Manner.PROSE && limit.window() instanceof Window.Rolling;
        this.limit = limit;
        this.period = period;
        this.counted = TrueWindow.of(limit.window(), steady ? Shape.BUCKET : null, period, limit.most(), clock);
        this.late = TrueWindow.of(new Window.Rolling(), null, period, limit.most(), clock);
    }

    QuotaLimit limit() {
        return limit;
    }

    Period period() {
        return period;
    }

    /** A cap on money is the user's: no provider refuses for it. */
    boolean isTheirs() {
        return limit.quantity() != Quantity.USD;
    }

    boolean hasRoom(Call call, long now) {
        return counted.used(now) + amount(call) <= limit.most();
    }

    /**
     * Whether nobody can take it for spent, even with so many of the largest calls on their way, and with others that were
     * answered, whose clients know before Relevo does what they really took.
     */
    boolean surelyHasRoom(int more, long now) {
        boolean isKnown = limit.quantity() == Quantity.REQUESTS;
        long largest = (more + (isKnown ? 0 : UNSETTLED)) * amount(Call.LARGEST);
        return late.usedOfLate(now) + largest <= limit.most();
    }

    /** A period where there never is. */
    Duration roomIn(Call call, long now) {
        if (amount(call) > limit.most()) {
            return period.length();
        }
        return Duration.ofNanos(counted.whenAtMost(limit.most() - amount(call), now) - now);
    }

    void take(Call call, long now) {
        counted.add(amount(call), now);
        used += amount(call);
        mostAtOnce = Math.max(mostAtOnce, counted.used(now));
    }

    /** Its client has the answer. */
    void ended(Call call, long now) {
        late.add(amount(call), now);
    }

    void refuse(long now) {
        refusals++;
        refused.add(now);
        while (refused.element() <= now - period.length().toNanos()) {
            refused.remove();
        }
        mostRefusals = Math.max(mostRefusals, refused.size());
    }

    long remaining(long now) {
        return Math.max(0, limit.most() - counted.used(now));
    }

    long usedNow(long now) {
        return counted.used(now);
    }

    /** Until all is back. */
    Duration reset(long now) {
        return Duration.ofNanos(counted.ends(now) - now);
    }

    /** How much of it there was in that time. */
    double existed(Duration whole) {
        return limit.most() * counted.times(whole);
    }

    long used() {
        return used;
    }

    /** By how much the most that ever counted at once was more than allowed. */
    long overspent() {
        return Math.max(0, mostAtOnce - limit.most());
    }

    int refusals() {
        return refusals;
    }

    /** The most within a period. */
    int mostRefusals() {
        return mostRefusals;
    }

    private long amount(Call call) {
        return call.amount(limit.quantity());
    }
}
