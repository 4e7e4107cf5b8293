package dev.relevo.edge;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.quota.LimitView;
import dev.relevo.relay.Client;
import dev.relevo.relay.Insight;
import dev.relevo.routing.PoolStatus;
import dev.relevo.routing.PoolStatus.Place;
import dev.relevo.routing.TargetStatus;
import dev.relevo.routing.TargetStatus.BreakerStatus;
import dev.relevo.routing.TargetStatus.Cooldown;
import dev.relevo.stats.Recent;
import dev.relevo.wire.Durations;
import dev.relevo.wire.JsonWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How pools and targets are, as {@code /api/status} tells it: one answer, of one moment. */
final class StatusReport {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final int DOLLAR_DIGITS = 9;

    private final JsonWriter json = new JsonWriter();
    private final Traffic traffic;
    private final long epochMillis;

    /** @param traffic up to that moment */
    StatusReport(Traffic traffic) {
        this.traffic = traffic;
        this.epochMillis = traffic.epochMillis();
    }

    /** What an access key may use by limits of its own, and what of it is used. */
    record KeyStatus(String name, List<LimitView> limits) {
        KeyStatus(Client client, long nowNanos) {
            this(client.name(), client.own() == null ? List.of() : client.own().view(nowNanos));
        }
    }

    byte[] of(Insight.State state, List<KeyStatus> keys) {
        json.object().member("timestamp", at(Duration.ZERO)).array("aliases");
        state.pools().forEach(this::pool);
        json.endArray().array("targets");
        state.targets().forEach(this::target);
        json.endArray().array("keys");
        keys.forEach(this::key);
        traffic.whole(json.endArray().member("span_ms", Recent.SPAN.toMillis()));
        return json.endObject().bytes();
    }

    private void pool(PoolStatus pool) {
        Map<String, Long> attempts = traffic.attempts(pool);
        json.object()
                .member("alias", pool.alias())
                .member("strategy", pool.strategy())
                .member("waiting", pool.waiting())
                .array("targets");
        for (Place place : pool.places()) {
            json.object()
                    .member("target", place.target())
                    .member("tier", place.tier())
                    .member("weight", place.weight())
                    .member("attempts", attempts.getOrDefault(place.target(), 0L))
                    .member("share", Traffic.share(attempts, place.target()))
                    .endObject();
        }
        json.endArray().endObject();
    }

    private void target(TargetStatus target) {
        json.object()
                .member("target", target.target())
                .member("provider", target.provider())
                .member("state", word(target.state()))
                .member("reason", target.reason())
                .member("ready_at", target.readyIn().isZero() ? null : at(target.readyIn()))
                .member("in_flight", target.inFlight())
                .member("ttft_p50_ms", millis(target.ttftP50()))
                .member("ttft_p95_ms", millis(target.ttftP95()))
                .member("tokens_per_second", Traffic.rounded(target.tokensPerSecond(), 1));
        traffic.target(json, target.target());
        json.array("cooldowns");
        target.cooldowns().forEach(this::cooldown);
        json.endArray().array("breakers");
        target.breakers().forEach(this::breaker);
        json.endArray().array("limits");
        target.limits().forEach(this::limit);
        json.endArray().endObject();
    }

    private void key(KeyStatus key) {
        json.object().member("name", key.name()).array("limits");
        key.limits().forEach(this::limit);
        json.endArray().endObject();
    }

    private void cooldown(Cooldown cooldown) {
        json.object()
                .member("scope", word(cooldown.scope()))
                .member("reason", cooldown.reason())
                .member("until", at(cooldown.remaining()))
                .endObject();
    }

    private void breaker(BreakerStatus breaker) {
        json.object()
                .member("scope", word(breaker.scope()))
                .member("operation", breaker.operation())
                .member("state", breaker.halfOpen() ? "half-open" : "open")
                .member("reason", breaker.reason())
                .member("probe_at", at(breaker.remaining()))
                .endObject();
    }

    private void limit(LimitView limit) {
        name(json, limit.scope(), limit.quantity(), limit.period());
        json.member("most", amount(limit.quantity(), limit.most()))
                .member("used", limit.most() == null ? null : amount(limit.quantity(), limit.used()))
                .member("reserved", amount(limit.quantity(), limit.reserved()))
                .member("left", amount(limit.quantity(), limit.left()))
                .member("resets_at", limit.resetsIn() == null ? null : at(limit.resetsIn()))
                .member("runs_out_at", limit.runsOutIn() == null ? null : at(limit.runsOutIn()))
                .member("origin", limit.origin())
                .endObject();
    }

    /** An object of a limit begins. */
    static void name(JsonWriter json, ScopeKind scope, Quantity quantity, @Nullable Period period) {
        json.object()
                .member("scope", word(scope))
                .member("limit", QuotaLimit.name(quantity, period))
                .member("quantity", word(quantity))
                .member("period", period == null ? null : word(period));
    }

    /** Money in dollars. */
    static @Nullable BigDecimal amount(Quantity quantity, @Nullable Long amount) {
        if (amount == null) {
            return null;
        }
        BigDecimal exact = BigDecimal.valueOf(amount, quantity == Quantity.USD ? DOLLAR_DIGITS : 0);
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    static String time(long epochMillis) {
        return TIME.format(Instant.ofEpochMilli(epochMillis));
    }

    /** Null for what is never. */
    private @Nullable String at(Duration later) {
        return later.compareTo(Durations.MAX) >= 0
                ? null
                : time(epochMillis + Math.ceilDiv(later.toNanos(), 1_000_000));
    }
}
