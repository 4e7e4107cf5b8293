package dev.relevo.routing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for room in one pool: the requests of a client in the order that they came, the clients in turn. Whoever
 * cannot use the room that there is lets the next one have it. Safe for use by many threads.
 */
final class Queue {
    private final Queues all;

    /** Those that wait by their client; the client that was served last stands last. */
    private final Map<String, Deque<Ticket>> clients = new LinkedHashMap<>();

    private volatile int size;

    /** Room has come since they were looked through last. */
    private volatile boolean roomCame;

    /** No room is expected before. */
    private long due = Long.MAX_VALUE;

    Queue(Queues all) {
        this.all = all;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Serves it after those who came before, or lets it wait; if the queue is full it does neither. */
    synchronized void join(Ticket ticket, long nowNanos) {
        look(nowNanos);
        boolean place = all.enter(this, size);
        size += place ? 1 : 0;
        boolean waits = false;
        try {
            waits = !ticket.serve(nowNanos) && place;
        } finally {
            if (!waits) {
                size -= place ? 1 : 0;
                all.left(this, place ? 1 : 0, size);
            }
        }
        if (waits) {
            ticket.in(true);
            clients.computeIfAbsent(ticket.client(), _ -> new ArrayDeque<>()).add(ticket);
            due = Math.min(due, ticket.due());
        }
    }

    /** Serves whoever can be by now, if room has come or was expected to. */
    synchronized void look(long nowNanos) {
        if (size > 0 && (roomCame || nowNanos >= due)) {
            roomCame = false;
            serve(nowNanos);
        }
    }

    /** Room may have come. */
    void roomCame(long nowNanos) {
        roomCame = true;
        look(nowNanos);
    }

    /** It waits no longer. */
    synchronized void leave(Ticket ticket) {
        if (ticket.isIn()) {
            Deque<Ticket> tickets = clients.get(ticket.client());
            if (tickets != null && tickets.remove(ticket) && tickets.isEmpty()) {
                clients.remove(ticket.client());
            }
            out(ticket);
        }
    }

    private synchronized void out(Ticket ticket) {
        ticket.in(false);
        size--;
        all.left(this, 1, size);
    }

    private void serve(long nowNanos) {
        Pass pass = new Pass(nowNanos);
        Deque<Iterator<Ticket>> turns = new ArrayDeque<>(clients.size());
        clients.values().forEach(tickets -> turns.add(tickets.iterator()));
        while (!turns.isEmpty()) {
            Iterator<Ticket> turn = turns.remove();
            Ticket served = pass.serveFirst(turn);
            if (served != null) {
                turn.remove();
                turnIsOver(served);
                turns.add(turn);
            }
        }
        due = pass.due;
    }

    private void turnIsOver(Ticket served) {
        Deque<Ticket> tickets = clients.remove(served.client());
        if (tickets != null && !tickets.isEmpty()) {
            clients.put(served.client(), tickets);
        }
        out(served);
    }

    /** One look at all who wait. */
    private static final class Pass {
        private final long nowNanos;
        private long due = Long.MAX_VALUE;
        private @Nullable Ticket failed;

        Pass(long nowNanos) {
            this.nowNanos = nowNanos;
        }

        /** The first of them for whom there is room, or null. */
        @Nullable
        Ticket serveFirst(Iterator<Ticket> tickets) {
            while (tickets.hasNext()) {
                Ticket ticket = tickets.next();
                if (serves(ticket)) {
                    return ticket;
                }
                due = Math.min(due, ticket.due());
            }
            return null;
        }

        private boolean serves(Ticket ticket) {
            if (failed != null && ticket.asksNoLessThan(failed)) {
                ticket.likeOther(failed, nowNanos);
                return false;
            }
            boolean served = ticket.serve(nowNanos);
            failed = served ? failed : ticket;
            return served;
        }
    }
}
