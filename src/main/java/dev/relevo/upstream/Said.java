package dev.relevo.upstream;

import dev.relevo.config.Quotas;
import dev.relevo.config.Target;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.RetryAfter;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Told;
import dev.relevo.upstream.Outcome.Failed;
import dev.relevo.upstream.Outcome.Rejected;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream said in place of an answer.
 *
 * @param text its body, or the beginning of a long one
 * @param structured whether the body is JSON, in which what it quotes is escaped
 */
record Said(Target target, Operation operation, String text, boolean structured, Refusal refusal) {
    private static final int TEXT_LIMIT = 8 * 1024;
    private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");
    private static final String CONTEXT_CODE = "context_length_exceeded";

    /** What the code, the type or the first words of an error inside a 2xx stand for; the first that fits decides. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("(requests )?rate.?limit|too.many.requests|RESOURCE_EXHAUSTED", 429),
            new Meaning("invalid_api_key|authentication|unauthorized", 401),
            new Meaning("model_not_found", 404),
            new Meaning("invalid_request|bad.?request", 400),
            new Meaning("overloaded|unavailable", 503));

    private record Meaning(Pattern words, int status) {
        Meaning(String words, int status) {
            this(Pattern.compile(words, Pattern.CASE_INSENSITIVE), status);
        }

        /** A message may begin with a client's words, of which neither a key nor a model is to suffer. */
        boolean fits(Said said) {
            boolean restsLong = status == 401 || status == 404;
            return words.matcher(said.names()).find()
                    || (!restsLong
                            && words.matcher(said.refusal.error().message()).lookingAt());
        }
    }

    /** Null where a status below 400 comes with no error. */
    static @Nullable Said of(
            Target target, Operation operation, int status, Headers headers, byte[] body, long nowEpochMillis) {
        ErrorBody read = ErrorBody.read(body);
        if (read == null && status < 400) {
            return null;
        }
        ErrorBody error = read == null ? unsaid(status) : read;
        String text = new String(body, 0, Math.min(body.length, TEXT_LIMIT), StandardCharsets.UTF_8);
        byte[] verbatim = ErrorBody.isOpenAiError(body) ? body : null;
        Said said =
                new Said(target, operation, text, read != null, new Refusal(status, error, verbatim, null, List.of()));
        int meant = status < 400 ? said.innerStatus() : status;
        // The prose of these two may be the client's own.
        String prose = meant == 400 || meant == 422 ? "" : text;
        Duration retryAfter = RetryAfter.read(headers, prose, nowEpochMillis);
        List<Told> told = said.told(meant, headers, body, nowEpochMillis);
        Refusal refusal = new Refusal(meant, error.typedBy(meant), verbatim, retryAfter, told);
        return new Said(target, operation, text, read != null, refusal);
    }

    /** What the headers tell, and of a limit, which is what those statuses mean, the body before them. */
    private List<Told> told(int meant, Headers headers, byte[] body, long nowEpochMillis) {
        Quotas quotas = target.provider().quotas();
        List<Told> inHeaders = Told.of(headers, quotas, nowEpochMillis);
        if (meant != 429 && meant != 413) {
            return inHeaders;
        }
        boolean wholeAccount = meant == 429 && Sign.WHOLE_ACCOUNT.isIn(this);
        List<Told> inBody = Told.ofError(refusal.error().message(), body, quotas, nowEpochMillis).stream()
                .map(told -> wholeAccount ? told.in(ScopeKind.ACCOUNT) : told)
                .toList();
        return Told.joined(inBody, inHeaders);
    }

    int status() {
        return refusal.status();
    }

    /** Its code and its type. */
    String names() {
        return refusal.error().code() + " " + refusal.error().type();
    }

    /** Whether it names no field of the request, so that it may be about more than the request. */
    boolean isOfNoField() {
        return refusal.error().param() == null;
    }

    Failed failed() {
        return new Failed(refusal);
    }

    /** Our key was refused, or there is none. */
    Rejected keyRefused() {
        if (target.key() != null) {
            return new Rejected(Fault.KEY, refusal);
        }
        ErrorBody said = refusal.error();
        String advice = "none is configured, set providers." + target.provider().name() + ".api-key; it said: ";
        ErrorBody advised = new ErrorBody(advice + said.message(), said.type(), said.param(), said.code());
        return new Rejected(
                Fault.KEY, new Refusal(refusal.status(), advised, null, refusal.retryAfter(), refusal.told()));
    }

    /** In OpenAI's words; some clients look for the code in the message, the only thing that they are shown. */
    Rejected tooLong() {
        ErrorBody error = refusal.error();
        if (refusal.body() != null && CONTEXT_CODE.equals(error.code())) {
            return new Rejected(Fault.TOO_LONG, refusal);
        }
        String message =
                error.message().contains(CONTEXT_CODE) ? error.message() : error.message() + " (" + CONTEXT_CODE + ")";
        ErrorBody inItsWords = new ErrorBody(message, ErrorBody.typeOf(400), operation.subject(), CONTEXT_CODE);
        return new Rejected(Fault.TOO_LONG, new Refusal(refusal.status(), inItsWords, null, null, refusal.told()));
    }

    /** The status that an error inside a 2xx stands for: its numeric code, else what its words say. */
    private int innerStatus() {
        ErrorBody error = refusal.error();
        String code = String.valueOf(error.code());
        if (STATUS.matcher(code).matches()) {
            return Integer.parseInt(code);
        }
        if (Sign.CONTENT_POLICY_CODE.isIn(this)) {
            return 400;
        }
        for (Meaning meaning : MEANINGS) {
            if (meaning.fits(this)) {
                return meaning.status();
            }
        }
        return Sign.TOO_LONG.isIn(this) || Sign.CONTENT_POLICY.isIn(this) ? 400 : 502;
    }

    private static ErrorBody unsaid(int status) {
        return new ErrorBody("the provider answered " + status + " without saying why", ErrorBody.UNTYPED, null, null);
    }
}
