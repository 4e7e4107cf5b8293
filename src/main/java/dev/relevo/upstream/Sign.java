package dev.relevo.upstream;

import dev.relevo.config.Quirks;
import dev.relevo.dialect.Operation;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to look for in the words of an upstream that did not answer. What is one provider's own stands in its preset. What
 * makes a key or an account rest is looked for only where no words of a client's can stand, which errors often quote.
 */
record Sign(Predicate<Said> predicate) {
    static final Sign ANYTHING = new Sign(_ -> true);
    /** Whatever the status. */
    static final Sign CONTENT_POLICY_CODE = new Sign(code("content_filter", "content_policy_violation"));

    static final Sign CONTENT_POLICY = new Sign(message(
                    "content[ _](filter|policy|management policy)|responsible ai|safety system|flagged"
                            + "|requires moderation|by (our|the) moderation|usage polic(y|ies)")
            .or(text("content_filter|content_policy_violation|ResponsibleAIPolicyViolation|moderation_blocked")));
    /** Whatever the status: some say 400, some 403, some 429. */
    static final Sign NO_MONEY_CODE = new Sign(code(
            "insufficient_quota",
            "credit_balance_exhausted",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded"));

    private static final String NO_MONEY = "(sorry, )?((you have |your account has )?(an )?insufficient (account )?"
            + "(balance|credits?|funds)|your (account |credit )?balance is (insufficient|too low))\\b";
    /** Where a request's own words are not what is refused. */
    static final Sign NO_MONEY_FIRST = new Sign(opening(NO_MONEY));
    /** All that is said, so that it says nothing of the request: Anthropic and others tell it by a 400. */
    static final Sign NO_MONEY_ALONE = new Sign(message(
                    NO_MONEY + "( to access [\\w ]{1,40})?[.!]?"
                            + "( add more using https://[^\\s:]{1,100}"
                            + "| please go to plans & billing to upgrade or purchase credits\\."
                            + "| please (top up|recharge|add (funds|credits))( your account)?( and try again)?\\.?)?",
                    Matcher::matches)
            .and(Said::isOfNoField));
    /** An operation that not every provider has: the model's chats must not suffer from its refusal. */
    static final Sign OTHER_THAN_CHAT = new Sign(said -> said.operation() != Operation.CHAT);

    static final Sign KEY_CODE = new Sign(code("invalid_api_key"));
    static final Sign KEY_ERROR_OF_PRESET = new Sign(preset(Quirks::keyErrors).and(Said::structured));
    /** Of a key that is denied one model, the words name the model too. */
    static final Sign KEY_AND_NO_MODEL = new Sign(named("api_?key|authenticat|invalid_?token|unauthori[sz]ed")
            .or(opening("((the|your|this|no|an?|provided|supplied|invalid|incorrect|wrong|missing|unknown|expired"
                    + "|revoked|disabled|inactive) ){0,5}((api|access)[ _-]?(key|token)|token|authentication)\\b"
                    + "(?! (was |is )?(detected|found|in)\\b)"))
            .and(text("\\bmodels?\\b").negate()));
    /** Of a firewall in front of the provider, which may have taken offence at the prompt; the API would have sent JSON. */
    static final Sign WEB_PAGE = new Sign(text("\\A\\s*<(!doctype|html|!--)"));
    /** The words of many servers and gateways; one that speaks for another uses the other's. */
    static final Sign TOO_LONG =
            new Sign(text("context_length_exceeded|maximum context length|model's maximum context limit"
                    + "|exceed(s)? context limit|is longer than the model's context length"
                    + "|exceeds the available context size|exceeds the maximum number of tokens"
                    + "|input token count.{0,80}exceeds|prompt is too long|input is too long"
                    + "|input tokens exceed the configured limit|reduce the length of the messages"
                    + "|current length is.{0,80}while limit is|`inputs` tokens \\+ `max_new_tokens` must be"
                    + "|(prompt|input|request|messages?) exceeds? max(imum)? length"
                    + "|exceed_context_size_error|context size has been exceeded"));
    /** A 413 of Groq and GitHub for more tokens than a minute or the tier allows. */
    static final Sign TOKEN_LIMIT_CODE =
            new Sign(code("rate_limit_exceeded", "tokens_limit_reached", "RateLimitReached"));

    /** OpenRouter sets aside what a request may cost at most; the balance is not empty, and suffices for a smaller one. */
    static final Sign MORE_THAN_LEFT = new Sign(opening("this request requires more credits, or fewer max_tokens\\."
            + " you requested up to \\d+ tokens, but can only afford [1-9]"));

    static final Sign GAP_OF_PRESET = new Sign(preset(Quirks::gaps));
    static final Sign OVERLOAD_OF_PRESET = new Sign(preset(Quirks::overloads));
    static final Sign WHOLE_ACCOUNT = new Sign(preset(Quirks::accountLimits)
            .and(Said::structured)
            .or(opening("(you've |you have )?((reached|exceeded|hit|the|your|rate|usage|requests?|concurrency) ){0,5}"
                    + "(limit\\b[^'\"`:]{0,80}per account|account limit)\\b")));

    boolean isIn(Said said) {
        return predicate.test(said);
    }

    private static Predicate<Said> code(String... codes) {
        Set<String> known = Set.of(codes);
        return said -> known.contains(String.valueOf(said.refusal().error().code()));
    }

    /** In the code or the type, which no request has a say in. */
    private static Predicate<Said> named(String regex) {
        Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
        return said -> pattern.matcher(said.names()).find();
    }

    /** Where the message begins, if it is about no field of the request: what it quotes of one comes later. */
    private static Predicate<Said> opening(String regex) {
        return message(regex, Matcher::lookingAt).and(Said::isOfNoField);
    }

    private static Predicate<Said> message(String regex) {
        return message(regex, Matcher::find);
    }

    private static Predicate<Said> message(String regex, Predicate<Matcher> how) {
        Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
        return said -> how.test(pattern.matcher(said.refusal().error().message()));
    }

    /** Anywhere in the body. */
    private static Predicate<Said> text(String regex) {
        Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
        return said -> pattern.matcher(said.text()).find();
    }

    private static Predicate<Said> preset(Function<Quirks, List<Pattern>> patterns) {
        return said -> patterns.apply(said.target().provider().quirks()).stream()
                .anyMatch(pattern -> pattern.matcher(said.text()).find());
    }
}
