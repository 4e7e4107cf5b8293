package dev.relevo.upstream;

import dev.relevo.config.Target;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Limited;
import dev.relevo.upstream.Outcome.Malformed;
import dev.relevo.upstream.Outcome.Rejected;
import dev.relevo.wire.Headers;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * The one table from what an upstream said to an outcome. Providers differ from their own statuses, so bodies count
 * before them. What an outcome leads to stands with it: {@link Fault} says of a rejection who rests, what the client is
 * told and whether another target is asked; a limit rests what it names, a failure counts for the model's breaker. Silence
 * and broken connections are told by {@link Attempt}.
 */
final class Classification {
    /** The first row that fits decides. */
    private static final List<Row> TABLE = List.of(
            row(from(0), Sign.CONTENT_POLICY_CODE, rejected(Fault.CLIENT)),
            row(from(0), Sign.NO_MONEY_CODE, rejected(Fault.ACCOUNT)),
            row(from(0), Sign.NO_MONEY_ALONE, rejected(Fault.ACCOUNT)),
            row(is(403, 429), Sign.NO_MONEY_FIRST, rejected(Fault.ACCOUNT)),
            row(is(404, 405, 410, 501), Sign.OTHER_THAN_CHAT, rejected(Fault.PROVIDER_GAP)),
            row(is(400, 403, 422), Sign.CONTENT_POLICY, rejected(Fault.CLIENT)),
            row(is(400, 403, 422), Sign.KEY_ERROR_OF_PRESET, Said::keyRefused),
            row(is(400, 422), Sign.KEY_CODE, Said::keyRefused),
            row(is(400, 422), Sign.TOO_LONG, Said::tooLong),
            row(is(400, 404, 410, 422), Sign.GAP_OF_PRESET, rejected(Fault.PROVIDER_GAP)),
            row(is(400, 422), Sign.ANYTHING, rejected(Fault.CLIENT)),
            row(is(401), Sign.ANYTHING, Said::keyRefused),
            row(is(402), Sign.MORE_THAN_LEFT, rejected(Fault.TOO_LARGE)),
            row(is(402, 412, 451), Sign.ANYTHING, rejected(Fault.ACCOUNT)),
            row(is(403), Sign.KEY_AND_NO_MODEL, Said::keyRefused),
            row(is(403), Sign.WEB_PAGE, Said::failed),
            row(is(403), Sign.ANYTHING, rejected(Fault.MODEL_DENIED)),
            row(is(404, 410), Sign.ANYTHING, rejected(Fault.MODEL_MISSING)),
            row(is(413), Sign.TOKEN_LIMIT_CODE, rejected(Fault.TOO_LARGE)),
            row(is(413), Sign.TOO_LONG, Said::tooLong),
            row(is(429), Sign.OVERLOAD_OF_PRESET, Said::failed),
            row(is(429), Sign.WHOLE_ACCOUNT, limited(ScopeKind.ACCOUNT)),
            row(is(429), Sign.ANYTHING, limited(ScopeKind.TARGET)),
            row(is(408, 409, 424, 425, 498, 499), Sign.ANYTHING, Said::failed),
            row(from(500), Sign.TOO_LONG, Said::tooLong),
            row(from(500), Sign.ANYTHING, Said::failed),
            row(from(0), Sign.ANYTHING, rejected(Fault.CLIENT)));

    private record Row(IntPredicate status, Sign sign, Function<Said, Failure> outcome) {
        boolean fits(Said said) {
            return status.test(said.status()) && sign.isIn(said);
        }
    }

    private Classification() {}

    /**
     * What a complete answer that is none means.
     *
     * @param status any but a 2xx with a sound body
     * @param body at most what was held
     */
    static Failure of(
            Target target, Operation operation, int status, Headers headers, byte[] body, long nowEpochMillis) {
        Said said = Said.of(target, operation, status, headers, body, nowEpochMillis);
        if (said != null) {
            return of(said);
        }
        return status < 300
                ? new Malformed("malformed", "what came is no " + operation.answer())
                : new Malformed(Integer.toString(status), "it answered " + status + "; redirects are not followed");
    }

    private static Failure of(Said said) {
        for (Row row : TABLE) {
            if (row.fits(said)) {
                return row.outcome().apply(said);
            }
        }
        throw new IllegalStateException("the last row fits everything");
    }

    private static Row row(IntPredicate status, Sign sign, Function<Said, Failure> outcome) {
        return new Row(status, sign, outcome);
    }

    private static IntPredicate from(int lowest) {
        return status -> status >= lowest;
    }

    private static IntPredicate is(Integer... statuses) {
        return Set.of(statuses)::contains;
    }

    private static Function<Said, Failure> rejected(Fault fault) {
        return said -> new Rejected(fault, said.refusal());
    }

    private static Function<Said, Failure> limited(ScopeKind scope) {
        return said -> new Limited(scope, said.refusal());
    }
}
