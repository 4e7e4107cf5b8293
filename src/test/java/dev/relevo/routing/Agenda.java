package dev.relevo.routing;

import java.time.Duration;
import java.util.PriorityQueue;

/** What happens in a simulation, one thing after the other, in virtual time. */
final class Agenda {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private int scheduled;
    private long now;
    private boolean stopping;

    private record Event(long at, int order, Runnable run) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Integer.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    /** The moment of what happens now, in nanoseconds from the beginning. */
    long now() {
        return now;
    }

    void in(Duration wait, Runnable run) {
        events.add(new Event(now + wait.toNanos(), ++scheduled, run));
    }

    /** As {@link #in}, unless it is to come to an end. */
    void again(Duration wait, Runnable run) {
        if (!stopping) {
            in(wait, run);
        }
    }

    /** Lets what is under way happen, and nothing begin again. */
    void end() {
        stopping = true;
        while (!isEmpty()) {
            step();
        }
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Lets the next thing happen. */
    void step() {
        Event event = events.remove();
        now = event.at();
        event.run().run();
    }
}
