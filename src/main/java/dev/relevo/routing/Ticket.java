package dev.relevo.routing;

import dev.relevo.dialect.Size;
import dev.relevo.time.Deadline;
import java.time.Duration;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A request's place in the {@link Queue} of its pool, by whose lock it is guarded. While it waits, whoever finds that room has
 * come chooses for it; so its own thread leaves what it chooses from alone.
 */
final class Ticket {
    private static final String NOBODY = "";

    /** Room that is expected so soon may only be guessed, where it comes with the end of another request. */
    private static final long GUESS_NANOS = Duration.ofSeconds(1).toNanos();

    private final Choices choices;
    private final Patience patience;
    private final LongFunction<@Nullable Lease> choose;
    private volatile boolean in;
    private volatile Choices.@Nullable Opening opening;
    private volatile boolean hopeless;
    private volatile @Nullable Lease lease;
    private volatile @Nullable Runnable wake;
    private volatile long due = Long.MAX_VALUE;

    /** @param choose its lease at a moment, or null if there is no room for it */
    Ticket(Choices choices, Patience patience, LongFunction<@Nullable Lease> choose) {
        this.choices = choices;
        this.patience = patience;
        this.choose = choose;
    }

    String client() {
        String client = choices.ask().client();
        return client == null ? NOBODY : client;
    }

    /** Whether it stands in the queue. */
    boolean isIn() {
        return in;
    }

    void in(boolean now) {
        in = now;
    }

    /** The moment from which on room is expected for it. */
    long due() {
        return due;
    }

    /** Where room is expected for it; null if nowhere. */
    Choices.@Nullable Opening opening() {
        return opening;
    }

    /** What it was served. */
    @Nullable
    Lease lease() {
        return lease;
    }

    /** Whether no room is expected as long as it may wait. */
    boolean isHopeless() {
        return hopeless;
    }

    void whenDecided(Runnable run) {
        wake = run;
    }

    /** Whether there was a lease for it. */
    boolean serve(long nowNanos) {
        lease = choose.apply(nowNanos);
        Choices.Opening first = lease == null ? choices.soonest(nowNanos) : null;
        if (lease == null && first == null) {
            // Room may have come between the two looks.
            lease = choose.apply(nowNanos);
        }
        if (lease == null) {
            opens(first, nowNanos);
            return false;
        }
        decided();
        return true;
    }

    private void decided() {
        Runnable waiting = wake;
        if (waiting != null) {
            waiting.run();
        }
    }

    /** It needs all that the other does, which could not be served just now. */
    void likeOther(Ticket other, long nowNanos) {
        opens(other.opening, nowNanos);
    }

    private void opens(Choices.@Nullable Opening first, long nowNanos) {
        opening = first;
        due = first == null
                ? Long.MAX_VALUE
                : Deadline.after(nowNanos, first.in()).nanos();
        hopeless = due - nowNanos > GUESS_NANOS && !patience.lastsUntil(due);
        if (hopeless) {
            decided();
        }
    }

    /** Whether room that does not suffice for the other does not for it either; false where that is hard to tell. */
    boolean asksNoLessThan(Ticket other) {
        Ask mine = choices.ask();
        Ask theirs = other.choices.ask();
        return choices.tried().isEmpty()
                && other.choices.tried().isEmpty()
                && mine.own() == null
                && theirs.own() == null
                && mine.stream() == theirs.stream()
                && mine.needs().equals(theirs.needs())
                && isNoLess(mine.size(), theirs.size());
    }

    private static boolean isNoLess(Size mine, Size theirs) {
        return mine.promptBytes() >= theirs.promptBytes()
                && mine.media() >= theirs.media()
                && mine.choices() >= theirs.choices()
                && cap(mine) >= cap(theirs);
    }

    private static int cap(Size size) {
        Integer most = size.maxTokens();
        return most == null ? Integer.MAX_VALUE : most;
    }
}
