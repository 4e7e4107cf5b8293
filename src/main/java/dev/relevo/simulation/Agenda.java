package dev.relevo.simulation;

import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.PriorityQueue;

/** What happens, one thing after the other, in virtual time; the clock that all of it goes by. Used by one thread. */
final class Agenda implements Clock {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final long startMillis;
    private long scheduled;
    private long now;

    private record Event(long at, long order, Runnable run) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    /** @param startMillis when it begins, since the Unix epoch */
    Agenda(long startMillis) {
        this.startMillis = startMillis;
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public long epochMillis() {
        return startMillis + now / NANOS_PER_MILLI;
    }

    void in(Duration wait, Runnable run) {
        events.add(new Event(now + wait.toNanos(), ++scheduled, run));
    }

    /** Lets everything happen, and what that leads to. */
    void run() {
        for (Event next = events.poll(); next != null; next = events.poll()) {
            now = next.at();
            next.run().run();
        }
    }
}
