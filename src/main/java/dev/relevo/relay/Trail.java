package dev.relevo.relay;

import dev.relevo.dialect.Usage;
import dev.relevo.quota.Demand;
import dev.relevo.routing.Lease;
import dev.relevo.stats.AccessLog;
import dev.relevo.stats.AttemptRecord;
import dev.relevo.stats.Attempts;
import dev.relevo.time.Clock;
import dev.relevo.upstream.Outcome.Abandoned;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Starved;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of one request, in order: for its headers, its verdict and the access log. Used by one thread. */
final class Trail {
    private static final String OK = "ok";

    private final String requestId;
    private final int mostAttempts;
    private final Clock clock;
    private final AccessLog log;
    private final Attempts counts;
    private final Bill bill;
    private final List<Failed> failures = new ArrayList<>(2);
    private final StringBuilder text = new StringBuilder(64);
    private int attempts;

    /** A failed attempt. */
    record Failed(Lease lease, Failure failure) {}

    Trail(String requestId, int mostAttempts, Clock clock, AccessLog log, Attempts counts, Bill bill) {
        this.requestId = requestId;
        this.mostAttempts = mostAttempts;
        this.clock = clock;
        this.log = log;
        this.counts = counts;
        this.bill = bill;
    }

    /** @param startedNanos when the attempt began */
    void failed(Lease lease, long startedNanos, Failure failure) {
        failures.removeIf(
                earlier -> earlier.lease().scopes().target() == lease.scopes().target());
        failures.add(new Failed(lease, failure));
        add(lease, failure.label());
        boolean theirs = !(failure instanceof Abandoned || failure instanceof Starved);
        count(lease, theirs);
        if (theirs) {
            bill.failed(lease.target());
        }
        record(lease, failure.label(), failure.reason(), -1, startedNanos, null);
    }

    /** Another attempt, made beside it, answered first. */
    void lost(Run run) {
        add(run.lease(), "lost");
        count(run.lease(), false);
        record(run.lease(), "lost", "another target answered first", -1, run.startedNanos(), null);
    }

    void answered(Lease lease) {
        add(lease, OK);
    }

    /** The answer of the last attempt has ended. */
    void ended(Found found, Ending ending, Demand taken) {
        Lease lease = found.lease();
        long ttftNanos = found.answer().ttft().toNanos();
        long startedNanos = found.startedNanos();
        Usage usage = found.answer().usage();
        boolean theirs = ending instanceof Ending.Cut cut && cut.theirs();
        count(lease, theirs);
        bill.ended(lease.target(), theirs, ttftNanos, usage, taken);
        if (ending instanceof Ending.Cut) {
            text.setLength(text.length() - OK.length());
            text.append("cut");
        }
        switch (ending) {
            case Ending.Whole whole -> record(lease, OK, whole.remark(), ttftNanos, startedNanos, usage);
            case Ending.Cut cut -> record(lease, "cut", cut.reason(), ttftNanos, startedNanos, usage);
            case Ending.Left left -> record(lease, "499", "the client left", ttftNanos, startedNanos, usage);
        }
    }

    /** The request is over: the last answer was all that it got. */
    void served() {
        bill.served();
    }

    /** The request is over, and nobody answered. */
    void unanswered(boolean clientLeft) {
        bill.unanswered(clientLeft);
    }

    /** The last one of each target. */
    List<Failed> failures() {
        return failures;
    }

    int attempts() {
        return attempts;
    }

    /** As in {@code groq/llama-3.3-70b-versatile=429; cerebras/gpt-oss-120b=ok}. */
    String text() {
        return text.toString();
    }

    private void add(Lease lease, String label) {
        text.append(attempts == 0 ? "" : "; ")
                .append(lease.target().name())
                .append('=')
                .append(label);
        attempts++;
    }

    private void count(Lease lease, boolean failed) {
        counts.ended(lease.target().provider().displayName(), failed);
    }

    private void record(
            Lease lease, String outcome, String reason, long ttftNanos, long startedNanos, @Nullable Usage usage) {
        log.record(new AttemptRecord(
                clock.epochMillis(),
                requestId,
                attempts,
                mostAttempts,
                lease.target().name(),
                outcome,
                reason,
                ttftNanos,
                clock.nanos() - startedNanos,
                usage == null ? -1 : usage.prompt(),
                usage == null ? -1 : usage.completion()));
    }
}
