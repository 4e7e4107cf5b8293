package dev.relevo.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one pool has spent, how quick it was and who waits for it, whatever its targets. Safe for use by many threads. */
final class PoolHealth {
    private final Budget budget = new Budget();
    private final Map<Kind, RecentAnswers> answers = new ConcurrentHashMap<>();
    private final Queues queues;
    private final Queue queue;

    /** @param queues of all pools */
    PoolHealth(Queues queues) {
        this.queues = queues;
        this.queue = new Queue(queues);
    }

    Budget budget() {
        return budget;
    }

    RecentAnswers answers(Kind kind) {
        return answers.computeIfAbsent(kind, _ -> new RecentAnswers());
    }

    Queue queue() {
        return queue;
    }

    /** Room may have come, for this pool or another. */
    void roomCame(long nowNanos) {
        queues.roomCame(nowNanos);
    }
}
