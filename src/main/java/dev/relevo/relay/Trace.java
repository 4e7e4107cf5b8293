package dev.relevo.relay;

import dev.relevo.config.Alias;
import dev.relevo.quota.Levels;
import dev.relevo.quota.Reservation;
import dev.relevo.routing.Deliberation;
import dev.relevo.routing.Explanation.Considered;
import dev.relevo.stats.AttemptRecord;
import dev.relevo.stats.RequestRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request. Nothing that its client said is in it but its id, and no model that a client made up: such
 * ones are told as {@code provider/*}.
 */
public final class Trace {
    private final String id;
    private final long epochMillis;
    private final String alias;
    private final @Nullable String client;
    private final int status;
    private final RequestRecord.Ending ending;
    private final long tookNanos;
    private final Deliberation deliberation;
    private final @Nullable Step last;
    private final boolean madeUp;

    /**
     * An attempt, and whatever was before it.
     *
     * @param reason for people; empty where that may quote the request
     * @param beganNanos since the request came
     * @param connectNanos zero on a connection that was open already
     */
    record Step(
            AttemptRecord attempt,
            String reason,
            long beganNanos,
            long connectNanos,
            Reservation reservation,
            @Nullable Step earlier) {}

    /**
     * An attempt of a request.
     *
     * @param outcome a word: {@code ok}, {@code 429}, {@code timeout}, {@code cut}
     * @param reason for people; empty where there is none, or where it may quote the request
     * @param beganNanos since the request came
     * @param connectNanos zero on a connection that was open already
     * @param ttftNanos from its beginning to the first content; negative where none came
     * @param before what was used of the target's limits before it; null where it has none
     * @param after the same when it had ended; null also before that
     */
    public record Attempted(
            String target,
            String outcome,
            String reason,
            long beganNanos,
            long connectNanos,
            long ttftNanos,
            long tookNanos,
            long promptTokens,
            long completionTokens,
            @Nullable Levels before,
            @Nullable Levels after) {}

    /**
     * @param status as its client was told, 499 if that one left
     * @param ending what its client got
     * @param epochMillis when it ended
     */
    Trace(
            Call call,
            Alias alias,
            Deliberation deliberation,
            @Nullable Step last,
            int status,
            RequestRecord.Ending ending,
            long tookNanos,
            long epochMillis) {
        this.id = call.id();
        Client asker = call.arrival().client();
        this.client = asker == null ? null : asker.name();
        this.alias = alias.name();
        this.madeUp = alias.isMadeUp();
        this.deliberation = deliberation;
        this.last = last;
        this.status = status;
        this.ending = ending;
        this.tookNanos = tookNanos;
        this.epochMillis = epochMillis;
    }

    /** As its client or Relevo called it. */
    public String id() {
        return id;
    }

    /** When it ended. */
    public long epochMillis() {
        return epochMillis;
    }

    /** Whose pool it went to. */
    public String alias() {
        return shown(alias);
    }

    /** The name of the access key that it came with, or null. */
    public @Nullable String client() {
        return client;
    }

    /** As its client was told: 200 also where the answer broke off; 499 if the client left before it was whole. */
    public int status() {
        return status;
    }

    /** What its client got: a whole answer, be it an error; one that broke off; or none, since it left. */
    public RequestRecord.Ending ending() {
        return ending;
    }

    /** From its head to its end. */
    public long tookNanos() {
        return tookNanos;
    }

    /** The pool's targets, and why each was or was not asked first. */
    public List<Considered> considered() {
        return deliberation.considered().stream()
                .map(each -> new Considered(
                        shown(each.target()), each.tier(), each.standing(), each.reason(), each.remaining()))
                .toList();
    }

    /** In the order that they ended. */
    public List<Attempted> attempts() {
        Deque<Attempted> attempts = new ArrayDeque<>();
        for (Step step = last; step != null; step = step.earlier()) {
            attempts.addFirst(attempted(step));
        }
        return List.copyOf(attempts);
    }

    private Attempted attempted(Step step) {
        AttemptRecord attempt = step.attempt();
        return new Attempted(
                shown(attempt.target()),
                attempt.outcome(),
                step.reason(),
                step.beganNanos(),
                step.connectNanos(),
                attempt.ttftNanos(),
                attempt.tookNanos(),
                attempt.promptTokens(),
                attempt.completionTokens(),
                step.reservation().before(),
                step.reservation().after());
    }

    private String shown(String name) {
        return madeUp ? name.substring(0, name.indexOf('/')) + "/*" : name;
    }
}
