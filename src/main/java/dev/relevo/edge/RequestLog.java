package dev.relevo.edge;

import dev.relevo.stats.AccessLog;
import dev.relevo.stats.BodyRecord;
import dev.relevo.stats.BodyRecord.Kind;
import dev.relevo.stats.RequestMeters;
import dev.relevo.stats.RequestRecord;
import dev.relevo.stats.RequestRecord.Ending;
import dev.relevo.time.Clock;
import dev.relevo.wire.ErrorBody;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells the access log of every request, once it has ended, and counts it. */
final class RequestLog {
    private final AccessLog log;
    private final RequestMeters meters;
    private final Function<String, @Nullable String> pools;
    private final Clock clock;

    /** @param pools the pool that a model's name leads to */
    RequestLog(AccessLog log, RequestMeters meters, Function<String, @Nullable String> pools, Clock clock) {
        this.log = log;
        this.meters = meters;
        this.pools = pools;
        this.clock = clock;
    }

    /** What an answer is to be told to. */
    Told told() {
        return new Told(clock, log.style());
    }

    /** A request was answered, or its client left. */
    void ended(Incoming request, HttpReply reply, Told told) {
        long now = clock.epochMillis();
        Ending ending = reply.ended() ? Ending.WHOLE : reply.clientLeft() ? Ending.LEFT : Ending.CUT;
        String made = told.header("x-relevo-attempts");
        int attempts = made == null ? 0 : Integer.parseInt(made);
        RequestRecord ended = new RequestRecord(
                now,
                request.id(),
                request.caller().name(),
                request.method(),
                request.path(),
                told.header("x-relevo-alias"),
                ending == Ending.LEFT ? RequestRecord.CLIENT_LEFT : told.status(),
                ending,
                told.header("x-relevo-target"),
                attempts,
                told.nanosSince(request.receivedNanos()),
                clock.nanos() - request.receivedNanos(),
                told.bytes(),
                attempts == 0 ? reason(told.error()) : "");
        log.requestEnded(ended);
        String pool = pool(ended.alias());
        meters.ended(Endpoint.label(Endpoint.at(request.path())), pool, ended);
        if (request.span() != null) {
            request.span().end(pool, ended);
        }
        if (told.keepsBody() && !request.isHealthCheck()) {
            bodies(request, told, ending == Ending.WHOLE, now);
        }
    }

    /** A request was refused that was not understood well enough to be routed. */
    void refused(String requestId, @Nullable String method, @Nullable String path, Refusal refusal) {
        shed(refusal);
        RequestRecord refused = new RequestRecord(
                clock.epochMillis(),
                requestId,
                null,
                method,
                path,
                null,
                refusal.status(),
                Ending.WHOLE,
                null,
                0,
                -1,
                -1,
                refusal.body().length,
                String.valueOf(refusal.getMessage()));
        log.requestEnded(refused);
        meters.ended(Endpoint.label(null), RequestMeters.NO_ALIAS, refused);
    }

    /** A request is refused, perhaps for a limit of the whole server. */
    void shed(Refusal refusal) {
        if (refusal.shed() != null) {
            meters.shed(refusal.shed());
        }
    }

    private String pool(@Nullable String asked) {
        String pool = asked == null ? null : pools.apply(asked);
        return pool == null ? RequestMeters.NO_ALIAS : pool;
    }

    /** Only of errors that we made ourselves, before any attempt: of others the attempts tell. */
    private static String reason(byte @Nullable [] error) {
        ErrorBody read = error == null ? null : ErrorBody.read(error);
        return read == null ? "" : read.summary();
    }

    private void bodies(Incoming request, Told told, boolean whole, long now) {
        byte[] asked = request.bodyRead();
        if (asked != null) {
            boolean fits = asked.length <= BodyRecord.KEPT_BYTES;
            byte[] kept = fits ? asked : Arrays.copyOf(asked, BodyRecord.KEPT_BYTES);
            log.bodyEnded(new BodyRecord(now, request.id(), Kind.REQUEST, kept, fits, told.begun()));
        }
        byte[] answered = told.kept();
        boolean all = whole && told.bytes() == answered.length;
        log.bodyEnded(new BodyRecord(now, request.id(), Kind.ANSWER, answered, all, told.begun()));
    }
}
