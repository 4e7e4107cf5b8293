package dev.relevo.soak;

import dev.relevo.chaos.Mix;
import dev.relevo.time.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Clients that come one after the other at a fixed pace, each on a thread of its own. */
final class Traffic {
    private final Guests guests;
    private final Nuisances nuisances;
    private final SplittableRandom random;
    private final Clock clock;
    private final long interval;
    private final Tally tally = new Tally();
    private Turn turn;
    private boolean paused = true;
    private boolean over;

    /** The clients of one mix. */
    private static final class Turn {
        private final Mix mix;
        private int underWay;

        Turn(Mix mix) {
            this.mix = mix;
        }
    }

    /**
     * Nobody comes yet.
     *
     * @param pace clients a second
     */
    Traffic(Door door, Large large, Mix mix, int pace, long seed, Clock clock) {
        this.guests = new Guests(door, large, clock);
        this.nuisances = new Nuisances(door);
        this.turn = new Turn(mix);
        this.random = new SplittableRandom(seed);
        this.clock = clock;
        this.interval = Duration.ofSeconds(1).toNanos() / pace;
        Thread.ofVirtual().name("pace").start(this::keepPace);
    }

    Tally tally() {
        return tally;
    }

    synchronized void go() {
        paused = false;
        notifyAll();
    }

    /** Returns when all have left. */
    synchronized void pause() throws InterruptedException, IOException {
        paused = true;
        awaitEndOf(turn);
        guests.leave();
    }

    /** From now on they ask another mix; returns when nobody asks the one before. */
    synchronized void turnTo(Mix mix) throws InterruptedException {
        Turn before = turn;
        turn = new Turn(mix);
        awaitEndOf(before);
    }

    /** Nobody comes any more. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    private synchronized void awaitEndOf(Turn ending) throws InterruptedException {
        while (ending.underWay > 0) {
            wait();
        }
    }

    private void keepPace() {
        try {
            long next = clock.nanos();
            for (Turn entered = enter(); entered != null; entered = enter()) {
                Turn of = entered;
                Visit visit = new Visit(Habit.any(random), of.mix, random.split());
                Thread.ofVirtual().name("client").start(() -> pay(visit, of));
                next = Math.max(next + interval, clock.nanos() - interval);
                Pause.of(Duration.ofNanos(Math.max(0, next - clock.nanos())));
            }
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null when it is over. */
    private synchronized @Nullable Turn enter() throws InterruptedException {
        while (paused && !over) {
            wait();
        }
        turn.underWay++;
        return over ? null : turn;
    }

    private void pay(Visit visit, Turn of) {
        try {
            tally.add(visit.habit(), visit.pay(guests, nuisances));
        } finally {
            leave(of);
        }
    }

    private synchronized void leave(Turn of) {
        of.underWay--;
        notifyAll();
    }
}
