package dev.relevo.relay;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.Answer;
import dev.relevo.upstream.Outcome;
import dev.relevo.upstream.Outcome.Abandoned;
import dev.relevo.upstream.Outcome.Failure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that another one joins when it is late (hedging). The first answer wins; the loser is cancelled and condemns
 * nobody. The rival runs on the thread of the watchdog's stamp, the first one on the request's.
 */
final class Race {
    private final Run first;
    private final Supplier<@Nullable Run> another;
    private final Trail trail;
    private final Clock clock;
    private final CompletableFuture<Outcome> rivalsOutcome = new CompletableFuture<>();
    private @Nullable Run rival;
    private Winner winner = Winner.NONE;
    private boolean closed;

    private enum Winner {
        NONE,
        FIRST,
        RIVAL
    }

    /** The attempt that decides, and how it ended; the other one's end is told and learned already. */
    record Result(Run run, Outcome outcome) {}

    /** @param another the rival, or null if there is to be none; not asked for while the first one's thread does anything else */
    Race(Run first, Supplier<@Nullable Run> another, Trail trail, Clock clock) {
        this.first = first;
        this.another = another;
        this.trail = trail;
        this.clock = clock;
    }

    /** Runs it to its decision. */
    Result run(Watchdog watchdog, Duration late) {
        Outcome outcome;
        try (Watchdog.Stamp stamp = watchdog.stamp(this::join)) {
            stamp.arm(Deadline.after(first.startedNanos(), late));
            outcome = first.outcome();
        }
        Run other = close(outcome);
        return other == null ? new Result(first, outcome) : decide(outcome, other);
    }

    /** Nobody joins any more; the rival that did. */
    private synchronized @Nullable Run close(Outcome outcome) {
        closed = true;
        boolean decided = outcome instanceof Answer || !elsewhere(outcome);
        if (winner == Winner.NONE && decided) {
            winner = Winner.FIRST;
        }
        return rival;
    }

    private Result decide(Outcome outcome, Run other) {
        switch (winner()) {
            case FIRST -> {
                dismiss(other);
                return new Result(first, outcome);
            }
            case RIVAL -> lost(outcome);
            case NONE -> failed(first, outcome);
        }
        return new Result(other, rivalsOutcome.join());
    }

    /** The first one's failure is its own, unless it was broken off. */
    private void lost(Outcome outcome) {
        if (outcome instanceof Failure && !(outcome instanceof Abandoned)) {
            failed(first, outcome);
        } else {
            first.lost(outcome, clock.nanos());
            trail.lost(first);
        }
    }

    private synchronized Winner winner() {
        return winner;
    }

    /** The rival came second, or failed before the first one answered. */
    private void dismiss(Run other) {
        if (rivalsOutcome.isDone()) {
            failed(other, rivalsOutcome.join());
        } else {
            other.abort();
            trail.lost(other);
        }
    }

    private void failed(Run run, Outcome outcome) {
        Learning.learn(run.lease(), outcome, clock.nanos());
        if (outcome instanceof Failure failure) {
            trail.failed(run, failure);
        }
    }

    /** The first one is late. */
    private void join() {
        Run run = enter();
        if (run == null) {
            return;
        }
        try {
            Outcome outcome = run.outcome();
            if (!arrived(outcome)) {
                run.lost(outcome, clock.nanos());
            }
        } catch (RuntimeException | Error e) {
            run.lease().released(clock.nanos());
            rivalsOutcome.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized @Nullable Run enter() {
        if (!closed) {
            rival = another.get();
        }
        return closed ? null : rival;
    }

    /** False if the first one has won. */
    private synchronized boolean arrived(Outcome outcome) {
        if (winner == Winner.FIRST) {
            return false;
        }
        if (outcome instanceof Answer) {
            winner = Winner.RIVAL;
            first.abort();
        }
        rivalsOutcome.complete(outcome);
        return true;
    }

    private static boolean elsewhere(Outcome outcome) {
        return outcome instanceof Failure failure && failure.elsewhere();
    }
}
