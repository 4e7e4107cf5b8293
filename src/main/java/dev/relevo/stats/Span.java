package dev.relevo.stats;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters of attempts, or of requests, that ended within one span of time. */
final class Span {
    private static final long MILLI_NANOS = 1_000_000;

    private final long number;
    private final LongAdder ended = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final LongAdder ttftMillis = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder tokenMillis = new LongAdder();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>(1);

    /** @param number since the Unix epoch */
    Span(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    /** One of which nothing else is known. */
    void count() {
        ended.increment();
    }

    void add(AttemptRecord attempt) {
        count();
        if (attempt.isError()) {
            errors.computeIfAbsent(attempt.outcome(), _ -> new LongAdder()).increment();
        }
        if (attempt.ttftNanos() >= 0) {
            answers.increment();
            ttftMillis.add(attempt.ttftNanos() / MILLI_NANOS);
        }
        if (attempt.completionTokens() > 0) {
            tokens.add(attempt.completionTokens());
            tokenMillis.add(Math.max(1, attempt.tookNanos() / MILLI_NANOS));
        }
    }

    /** By outcome. */
    Map<String, LongAdder> errors() {
        return errors;
    }

    Sums sums() {
        long failed = errors.values().stream().mapToLong(LongAdder::sum).sum();
        return new Sums(ended.sum(), failed, answers.sum(), ttftMillis.sum(), tokens.sum(), tokenMillis.sum());
    }
}
