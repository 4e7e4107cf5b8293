package dev.relevo.ration;

import dev.relevo.config.Quantity;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Script;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a provider says.
 *
 * @param quotas all that it has
 * @param now by their clock
 */
record Speech(Manner manner, List<Quota> quotas, long now) {
    private static final String CHUNK =
            "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],";
    private static final String WHOLE = "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"yes\"},"
            + "\"finish_reason\":\"stop\"}],";

    Script answer(Call call) {
        String usage = "\"usage\":{\"prompt_tokens\":" + call.prompt() + ",\"completion_tokens\":" + call.answer()
                + ",\"total_tokens\":" + call.amount(Quantity.TOKENS) + "}}";
        Script answer = call.stream()
                ? Completions.stream(
                        Completions.ROLE, Completions.content("yes"), Completions.STOP, CHUNK + usage, Completions.DONE)
                : Script.json(200, WHOLE + usage);
        return withHeaders(answer);
    }

    /** @param lacking those that leave no room, none if too many are under way */
    Script refusal(Call call, List<Quota> lacking) {
        String message = manner == Manner.PROSE && !lacking.isEmpty()
                ? prose(call, longest(call, lacking))
                : "Too many requests, please slow down.";
        Script refusal = Script.json(
                429,
                "{\"error\":{\"message\":\"" + message + "\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}");
        boolean told = manner.tellsInHeaders() && !lacking.isEmpty();
        return withHeaders(told ? refusal.header("retry-after", retryAfter(call, lacking)) : refusal);
    }

    private String retryAfter(Call call, List<Quota> lacking) {
        Duration wait = longest(call, lacking).roomIn(call, now);
        return Long.toString(Math.ceilDiv(wait.toMillis(), 1000L));
    }

    private Quota longest(Call call, List<Quota> lacking) {
        return lacking.stream()
                .max(Comparator.comparing(quota -> quota.roomIn(call, now)))
                .orElseThrow();
    }

    /** In Groq's words. */
    private String prose(Call call, Quota quota) {
        Quantity quantity = quota.limit().quantity();
        String what = quantity.name().toLowerCase(Locale.ROOT);
        String period = quota.period().name().toLowerCase(Locale.ROOT);
        String letters = "" + what.charAt(0) + 'P' + period.charAt(0);
        return String.format(
                Locale.ROOT,
                "Rate limit reached for model `m` on %s per %s (%s): Limit %d, Used %d, Requested %d. "
                        + "Please try again in %.3fs.",
                what,
                period,
                letters.toUpperCase(Locale.ROOT),
                quota.limit().most(),
                quota.usedNow(now),
                call.amount(quantity),
                Math.ceilDiv(quota.roomIn(call, now).toNanos(), 1_000_000L) / 1e3);
    }

    private Script withHeaders(Script script) {
        Script told = script;
        if (manner.tellsInHeaders()) {
            for (Quota quota : quotas) {
                told = withHeaders(told, quota);
            }
        }
        return told;
    }

    private Script withHeaders(Script script, Quota quota) {
        String quantity = quota.limit().quantity().name().toLowerCase(Locale.ROOT);
        String name = (quantity + '-' + quota.period().name().toLowerCase(Locale.ROOT)).replace('_', '-');
        return script.header(
                        "x-ratelimit-limit-" + name, Long.toString(quota.limit().most()))
                .header("x-ratelimit-remaining-" + name, Long.toString(quota.remaining(now)))
                .header("x-ratelimit-reset-" + name, quota.reset(now).toMillis() + "ms");
    }
}
