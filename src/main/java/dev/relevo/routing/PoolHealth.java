package dev.relevo.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one pool has spent and how quick it was, whatever its targets. Safe for use by many threads. */
final class PoolHealth {
    private final Budget budget = new Budget();
    private final Map<Kind, RecentAnswers> answers = new ConcurrentHashMap<>();

    Budget budget() {
        return budget;
    }

    RecentAnswers answers(Kind kind) {
        return answers.computeIfAbsent(kind, _ -> new RecentAnswers());
    }
}
