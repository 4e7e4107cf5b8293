package dev.relevo.edge;

import dev.relevo.config.Quantity;
import dev.relevo.relay.Trace;
import dev.relevo.relay.Trace.Attempted;
import dev.relevo.routing.PoolStatus;
import dev.relevo.routing.PoolStatus.Place;
import dev.relevo.stats.Past;
import dev.relevo.stats.Recent;
import dev.relevo.stats.Sums;
import dev.relevo.store.Amount;
import dev.relevo.store.UsageSum;
import dev.relevo.wire.JsonWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What went where of late, as {@code /api/status} tells it.
 *
 * @param epochMillis now
 * @param today usage of the day, by target
 * @param latest requests that have ended, the newest first
 * @param redaction takes secrets out of what clients call their requests
 */
record Traffic(
        long epochMillis,
        Recent recent,
        Map<String, UsageSum> today,
        List<Trace> latest,
        UnaryOperator<String> redaction) {
    private static final long DAY_MILLIS = 86_400_000;
    private static final int SHARE_DIGITS = 4;

    /** The target of requests that nobody answered. */
    private static final String NOBODY = "";

    /** The day that usage counts, since the Unix epoch, UTC. */
    static long day(long epochMillis) {
        return Math.floorDiv(epochMillis, DAY_MILLIS);
    }

    /** How many of a pool's attempts each target took, by its name. */
    Map<String, Long> attempts(PoolStatus pool) {
        Map<String, Long> attempts = new HashMap<>();
        for (Place place : pool.places()) {
            attempts.put(
                    place.target(),
                    recent.past(pool.alias(), place.target(), epochMillis).ended());
        }
        return attempts;
    }

    /** The part of all those that a target took; null where there are none. */
    static @Nullable BigDecimal share(Map<String, Long> attempts, String target) {
        long all = attempts.values().stream().mapToLong(Long::longValue).sum();
        return all == 0
                ? null
                : BigDecimal.valueOf(attempts.getOrDefault(target, 0L))
                        .divide(BigDecimal.valueOf(all), SHARE_DIGITS, RoundingMode.HALF_UP);
    }

    /** Members of a target's object. */
    void target(JsonWriter json, String name) {
        Past past = recent.past(null, name, epochMillis);
        json.member("requests_per_second", rounded(past.perSecond(epochMillis), 2))
                .object("errors");
        past.errors().forEach(json::member);
        json.endObject().object("series");
        series(json, past.spans());
        json.endObject().object("today");
        sum(json, today.getOrDefault(name, new UsageSum()));
        json.endObject();
    }

    private static void series(JsonWriter json, List<Sums> spans) {
        json.array("attempts");
        spans.forEach(span -> json.element(span.ended()));
        json.endArray().array("errors");
        spans.forEach(span -> json.element(span.failed()));
        json.endArray().array("ttft_ms");
        spans.forEach(span -> json.element(span.meanTtftMillis()));
        json.endArray().array("tokens_per_second");
        spans.forEach(span -> json.element(rounded(span.tokensPerSecond(), 1)));
        json.endArray();
    }

    /** Members of the whole. */
    void whole(JsonWriter json) {
        json.member("requests_per_second", rounded(recent.requests(epochMillis).perSecond(epochMillis), 2))
                .object("today")
                .member("date", LocalDate.ofEpochDay(day(epochMillis)).toString());
        UsageSum all = new UsageSum();
        today.values().forEach(all::add);
        sum(json, all);
        UsageSum nobodys = today.getOrDefault(NOBODY, new UsageSum());
        json.member("unanswered", nobodys.of(Amount.FAILURES)).endObject().array("requests");
        latest.forEach(trace -> request(json, trace));
        json.endArray();
    }

    private static void sum(JsonWriter json, UsageSum sum) {
        json.member("requests", sum.of(Amount.REQUESTS))
                .member("failures", sum.of(Amount.FAILURES))
                .member("input_tokens", sum.of(Amount.INPUT_TOKENS))
                .member("output_tokens", sum.of(Amount.OUTPUT_TOKENS))
                .member("estimated", sum.of(Amount.ESTIMATED))
                .member("usd", StatusReport.amount(Quantity.USD, sum.of(Amount.NANO_USD)));
    }

    private void request(JsonWriter json, Trace trace) {
        json.object()
                .member("request", redaction.apply(trace.id()))
                .member("ended_at", StatusReport.time(trace.epochMillis()))
                .member("alias", trace.alias())
                .member("client", trace.client())
                .member("status", trace.status())
                .member("ending", StatusReport.word(trace.ending()))
                .member("took_ms", TimeUnit.NANOSECONDS.toMillis(trace.tookNanos()))
                .array("trail");
        for (Attempted attempt : trace.attempts()) {
            json.object()
                    .member("target", attempt.target())
                    .member("outcome", attempt.outcome())
                    .endObject();
        }
        json.endArray().endObject();
    }

    static @Nullable BigDecimal rounded(@Nullable Double number, int digits) {
        return number == null ? null : BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP);
    }
}
