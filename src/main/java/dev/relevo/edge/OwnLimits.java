package dev.relevo.edge;

import dev.relevo.config.Quantity;
import dev.relevo.quota.LimitView;
import dev.relevo.quota.Wallet;
import dev.relevo.wire.Durations;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of its own limits with every answer, as OpenAI does: {@code x-ratelimit-remaining-requests: 59},
 * {@code x-ratelimit-reset-requests: 1s}, and the same of tokens. Of several limits of one kind that of which the least is left,
 * and where as little is left of several, as when all are spent, the one that resets last.
 * Source: https://platform.openai.com/docs/guides/rate-limits
 */
final class OwnLimits {
    private OwnLimits() {}

    /** Those headers, and what is told of these limits. */
    static Headers added(Headers others, Wallet own, long nowNanos) {
        Headers headers = new Headers();
        others.forEach(headers::add);
        LimitView requests = null;
        LimitView tokens = null;
        for (LimitView limit : own.view(nowNanos)) {
            requests = limit.quantity() == Quantity.REQUESTS ? tighter(requests, limit) : requests;
            tokens = limit.quantity() == Quantity.TOKENS ? tighter(tokens, limit) : tokens;
        }
        add(headers, requests);
        add(headers, tokens);
        return headers;
    }

    private static LimitView tighter(@Nullable LimitView one, LimitView other) {
        if (one == null) {
            return other;
        }
        int order = Double.compare(share(other), share(one));
        return order < 0 || (order == 0 && resets(other).compareTo(resets(one)) > 0) ? other : one;
    }

    private static Duration resets(LimitView limit) {
        return Objects.requireNonNullElse(limit.resetsIn(), Duration.ZERO);
    }

    private static double share(LimitView limit) {
        return (double) value(limit.left()) / Math.max(1, value(limit.most()));
    }

    private static void add(Headers headers, @Nullable LimitView limit) {
        if (limit != null) {
            String what = limit.quantity().name().toLowerCase(Locale.ROOT);
            headers.add("x-ratelimit-limit-" + what, Long.toString(value(limit.most())))
                    .add("x-ratelimit-remaining-" + what, Long.toString(value(limit.left())))
                    .add("x-ratelimit-reset-" + what, Durations.go(resets(limit)));
        }
    }

    private static long value(@Nullable Long known) {
        return known == null ? 0 : known;
    }
}
