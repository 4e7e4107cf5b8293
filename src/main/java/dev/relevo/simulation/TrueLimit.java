package dev.relevo.simulation;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Traffic.Shape;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One limit that a provider really has, and what came of it. */
final class TrueLimit {
    /** So many periods pass before it could be known. */
    private static final int LEARNING = 10;

    private final QuotaLimit limit;
    private final Period period;
    private final TrueWindow window;
    private long used;
    private long refusals;
    private final Deque<Long> refusedIn = new ArrayDeque<>();
    private int mostInWindow;
    private int mostLater;
    private long mostUsed;

    TrueLimit(QuotaLimit limit, Period period, @Nullable Shape shape, Agenda agenda) {
        this.limit = limit;
        this.period = period;
        this.window = TrueWindow.of(limit.window(), shape, period, limit.most(), agenda);
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

    boolean hasRoom(long amount, long now) {
        return window.used(now) + amount <= limit.most();
    }

    /** Whether there has been room for more than a moment. */
    boolean hadRoom(long amount, long now) {
        return window.usedOfLate(now) + amount <= limit.most();
    }

    long whenRoom(long amount, long now) {
        return window.whenAtMost(Math.max(0, limit.most() - amount), now);
    }

    void add(long amount, long now) {
        window.add(amount, now);
        used += amount;
        mostUsed = Math.max(mostUsed, window.used(now));
    }

    /** Counts by window, or where that moves by any time that is as long. */
    void refused(long now) {
        refusals++;
        long at = window.moves() ? now : window.number(now);
        long gone = window.moves() ? now - period.length().toNanos() : at - 1;
        while (!refusedIn.isEmpty() && refusedIn.element() <= gone) {
            refusedIn.remove();
        }
        refusedIn.add(at);
        mostInWindow = Math.max(mostInWindow, refusedIn.size());
        if (now >= LEARNING * period.length().toNanos()) {
            mostLater = Math.max(mostLater, refusedIn.size());
        }
    }

    long remaining(long now) {
        return Math.max(0, limit.most() - window.used(now));
    }

    /** Until all is back. */
    Duration reset(long now) {
        return Duration.ofNanos(window.ends(now) - now);
    }

    /** How much of it there was. */
    double existed(Duration whole) {
        return limit.most() * window.times(whole);
    }

    long used() {
        return used;
    }

    /** The most that ever counted at once. */
    long mostUsed() {
        return mostUsed;
    }

    long refusals() {
        return refusals;
    }

    int mostRefusalsInWindow() {
        return mostInWindow;
    }

    /** As {@link #mostRefusalsInWindow}, without the first windows, in which nobody can know it who is not told. */
    int mostRefusalsLater() {
        return mostLater;
    }
}
