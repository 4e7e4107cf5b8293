package dev.relevo.upstream;

import dev.relevo.config.Quirks;
import dev.relevo.config.Target;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.RetryAfter;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.upstream.Outcome.Failed;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Limited;
import dev.relevo.upstream.Outcome.Malformed;
import dev.relevo.upstream.Outcome.Rejected;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one table from what an upstream said (status, headers, body) to an outcome. Providers differ from their own
 * statuses, so bodies are looked at first.
 */
final class Classification {
    private static final Set<String> ACCOUNT_CODES = Set.of(
            "insufficient_quota",
            "credit_balance_exhausted",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded");
    private static final Set<String> TOO_LARGE_CODES =
            Set.of("rate_limit_exceeded", "tokens_limit_reached", "RateLimitReached");
    /** Of an operation that not every provider has: the model's chats must not suffer from them. */
    private static final Set<Integer> NO_SUCH_OPERATION = Set.of(404, 405, 410, 501);

    private static final Pattern NO_BALANCE = ignoringCase("insufficient (account )?(balance|credits?|funds)");
    private static final Pattern NAMES_KEY = ignoringCase("(api|access)[ _-]?key|invalid[ _-]token|authentication");
    private static final Pattern NAMES_MODEL = ignoringCase("\\bmodels?\\b");
    private static final Pattern FILTERED =
            ignoringCase("content[ _]filter|ResponsibleAIPolicyViolation|flagged|moderation|content management policy");
    private static final Pattern TOO_LONG = ignoringCase("context_length_exceeded|maximum context length"
            + "|model's maximum context limit|exceed(s)? context limit|is longer than the model's context length"
            + "|exceeds the available context size|exceeds the maximum number of tokens"
            + "|input token count.{0,80}exceeds|prompt is too long|input is too long"
            + "|input tokens exceed the configured limit|reduce the length of the messages"
            + "|current length is.{0,80}while limit is|`inputs` tokens \\+ `max_new_tokens` must be|exceeds max length"
            + "|exceed_context_size_error|context size has been exceeded");
    private static final Pattern WHOLE_ACCOUNT = ignoringCase("free-models-per-(day|min)|per account|account limit");
    private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");
    private static final Pattern LIMIT = ignoringCase("rate.?limit|too.many.requests|RESOURCE_EXHAUSTED");
    private static final Pattern KEY = ignoringCase("invalid_api_key|authentication|unauthorized");
    private static final Pattern NO_MODEL = ignoringCase("model_not_found");
    private static final Pattern BAD_REQUEST = ignoringCase("invalid_request|bad.?request");
    private static final Pattern OVERLOADED = ignoringCase("overloaded|unavailable");
    private static final String CONTEXT_CODE = "context_length_exceeded";
    private static final int TEXT_LIMIT = 8 * 1024;

    private final Target target;
    private final Operation operation;
    private final String text;
    private final @Nullable ErrorBody said;
    private final Refusal refusal;

    private Classification(
            Target target, Operation operation, int status, Headers headers, byte[] body, long nowEpochMillis) {
        this.target = target;
        this.operation = operation;
        this.text = new String(body, 0, Math.min(body.length, TEXT_LIMIT), StandardCharsets.UTF_8);
        this.said = ErrorBody.read(body);
        ErrorBody error = said == null ? unsaid(status) : said;
        int meant = status < 400 ? statusOf(error) : status;
        this.refusal = new Refusal(
                meant,
                error.typedBy(meant),
                ErrorBody.isOpenAiError(body) ? body : null,
                RetryAfter.read(headers, text, nowEpochMillis));
    }

    /**
     * What a complete answer that is none means.
     *
     * @param status any but a 2xx with a sound body
     * @param body at most what was held
     */
    static Failure of(
            Target target, Operation operation, int status, Headers headers, byte[] body, long nowEpochMillis) {
        return new Classification(target, operation, status, headers, body, nowEpochMillis).failure(status);
    }

    private Failure failure(int status) {
        if (status < 400 && said == null) {
            return status < 300
                    ? new Malformed("malformed", "what came is no " + operation.answer())
                    : new Malformed(Integer.toString(status), "it answered " + status + "; redirects are not followed");
        }
        if (ACCOUNT_CODES.contains(String.valueOf(refusal.error().code()))
                || NO_BALANCE.matcher(refusal.error().message()).find()) {
            return new Rejected(Fault.ACCOUNT, refusal);
        }
        if (operation != Operation.CHAT && NO_SUCH_OPERATION.contains(refusal.status())) {
            return new Rejected(Fault.PROVIDER_GAP, refusal);
        }
        return switch (refusal.status()) {
            case 400, 422 -> badRequest();
            case 401 -> keyRefused();
            case 402, 412, 451 -> new Rejected(Fault.ACCOUNT, refusal);
            case 403 -> forbidden();
            case 404, 410 -> new Rejected(isGap() ? Fault.PROVIDER_GAP : Fault.MODEL_MISSING, refusal);
            case 413 -> tooLarge();
            case 429 -> new Limited(find(WHOLE_ACCOUNT) ? ScopeKind.ACCOUNT : ScopeKind.TARGET, refusal);
            case 408, 409, 424, 425, 498, 499 -> new Failed(refusal);
            default -> refusal.status() >= 500 ? failed() : new Rejected(Fault.CLIENT, refusal);
        };
    }

    private Failure badRequest() {
        Quirks quirks = target.provider().quirks();
        if (find(FILTERED)) {
            return new Rejected(Fault.CLIENT, refusal);
        }
        if (findAny(quirks.keyErrors())
                || "invalid_api_key".equals(refusal.error().code())) {
            return keyRefused();
        }
        if (find(TOO_LONG)) {
            return tooLong();
        }
        return new Rejected(isGap() ? Fault.PROVIDER_GAP : Fault.CLIENT, refusal);
    }

    private Failure forbidden() {
        if (find(FILTERED)) {
            return new Rejected(Fault.CLIENT, refusal);
        }
        boolean key = findAny(target.provider().quirks().keyErrors()) || (find(NAMES_KEY) && !find(NAMES_MODEL));
        return key ? keyRefused() : new Rejected(Fault.MODEL_DENIED, refusal);
    }

    private Failure keyRefused() {
        if (target.key() != null) {
            return new Rejected(Fault.KEY, refusal);
        }
        ErrorBody said = refusal.error();
        String advice = "none is configured, set providers." + target.provider().name() + ".api-key; it said: ";
        ErrorBody advised = new ErrorBody(advice + said.message(), said.type(), said.param(), said.code());
        return new Rejected(Fault.KEY, new Refusal(refusal.status(), advised, null, refusal.retryAfter()));
    }

    private Failure tooLarge() {
        boolean limit = TOO_LARGE_CODES.contains(String.valueOf(refusal.error().code()));
        if (!limit && find(TOO_LONG)) {
            return tooLong();
        }
        return new Rejected(limit ? Fault.TOO_LARGE : Fault.CLIENT, refusal);
    }

    private Failure failed() {
        return find(TOO_LONG) ? tooLong() : new Failed(refusal);
    }

    /** In OpenAI's words; some clients look for the code in the message, the only thing that they are shown. */
    private Rejected tooLong() {
        ErrorBody error = refusal.error();
        if (refusal.body() != null && CONTEXT_CODE.equals(error.code())) {
            return new Rejected(Fault.TOO_LONG, refusal);
        }
        String message =
                error.message().contains(CONTEXT_CODE) ? error.message() : error.message() + " (" + CONTEXT_CODE + ")";
        ErrorBody told = new ErrorBody(message, ErrorBody.typeOf(400), operation.subject(), CONTEXT_CODE);
        return new Rejected(Fault.TOO_LONG, new Refusal(refusal.status(), told, null, null));
    }

    private boolean isGap() {
        return findAny(target.provider().quirks().gaps());
    }

    private boolean find(Pattern pattern) {
        return pattern.matcher(text).find();
    }

    private boolean findAny(List<Pattern> patterns) {
        return patterns.stream().anyMatch(this::find);
    }

    private static ErrorBody unsaid(int status) {
        return new ErrorBody("the provider answered " + status + " without saying why", ErrorBody.UNTYPED, null, null);
    }

    /** The status that an error inside a 2xx stands for: its numeric code, else what its code or type says. */
    private static int statusOf(ErrorBody error) {
        String code = String.valueOf(error.code());
        if (STATUS.matcher(code).matches()) {
            return Integer.parseInt(code);
        }
        String words = code + " " + error.type() + " " + error.message();
        if (LIMIT.matcher(words).find()) {
            return 429;
        }
        if (KEY.matcher(words).find()) {
            return 401;
        }
        if (NO_MODEL.matcher(words).find()) {
            return 404;
        }
        if (Stream.of(BAD_REQUEST, TOO_LONG, FILTERED)
                .anyMatch(pattern -> pattern.matcher(words).find())) {
            return 400;
        }
        return OVERLOADED.matcher(words).find() ? 503 : 502;
    }

    private static Pattern ignoringCase(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
