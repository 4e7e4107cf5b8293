package dev.relevo.edge;

import dev.relevo.config.QuotaLimit;
import dev.relevo.quota.LimitView;
import dev.relevo.relay.Insight;
import dev.relevo.routing.PoolStatus;
import dev.relevo.routing.TargetStatus;
import dev.relevo.stats.Exposition;
import dev.relevo.stats.Gauge;
import dev.relevo.stats.Metrics;
import dev.relevo.stats.Sample;
import dev.relevo.time.Clock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code /metrics} tells: what was counted, and how everything is at the moment of asking. */
final class Scrape {
    private static final double MILLIS = 1e3;

    private final Metrics metrics;
    private final Insight insight;
    private final Capacity capacity;
    private final OpenSockets sockets;
    private final Clock clock;

    Scrape(Overview overview, Capacity capacity, OpenSockets sockets, Clock clock) {
        this.metrics = overview.metrics();
        this.insight = overview.insight();
        this.capacity = capacity;
        this.sockets = sockets;
        this.clock = clock;
    }

    /** @param accept which form is wanted, as in HTTP; perhaps empty */
    Exposition metrics(String accept) {
        List<Sample> now = new ArrayList<>();
        server(now);
        Insight.State state = insight.state();
        pools(now, state);
        state.targets().forEach(target -> target(now, target));
        return metrics.exposition(accept, now);
    }

    private void server(List<Sample> now) {
        now.add(Sample.of(Gauge.REQUESTS, capacity.requests().taken()));
        now.add(Sample.of(Gauge.STREAMS, capacity.streams().taken()));
        now.add(Sample.of(Gauge.CONNECTIONS, capacity.connections().taken()));
        now.add(Sample.of(Gauge.CONNECTIONS_ACCEPTED, sockets.accepted()));
        now.add(Sample.of(Gauge.CONNECTIONS_REFUSED, sockets.refused()));
        now.add(Sample.of(Gauge.BODY_BYTES, capacity.bodyBytes().taken()));
        now.add(Sample.of(Gauge.HEAP_BYTES, capacity.heap().taken()));
        now.add(Sample.of(Gauge.TURNSTILE, capacity.turnstile().waiting()));
    }

    private static void pools(List<Sample> now, Insight.State all) {
        Map<String, TargetStatus.State> states = new HashMap<>();
        all.targets().forEach(target -> states.put(target.target(), target.state()));
        for (PoolStatus pool : all.pools()) {
            now.add(Sample.of(Gauge.QUEUE, pool.waiting(), pool.alias()));
            for (TargetStatus.State state : TargetStatus.State.values()) {
                long count = pool.places().stream()
                        .filter(place -> states.get(place.target()) == state)
                        .count();
                now.add(Sample.of(Gauge.POOL, count, pool.alias(), StatusReport.word(state)));
            }
        }
    }

    private void target(List<Sample> now, TargetStatus target) {
        String name = target.target();
        for (TargetStatus.State state : TargetStatus.State.values()) {
            now.add(Sample.of(Gauge.STATE, state == target.state() ? 1 : 0, name, StatusReport.word(state)));
        }
        now.add(Sample.of(Gauge.ATTEMPTS, target.inFlight(), name));
        target.cooldowns()
                .forEach(rest -> now.add(
                        Sample.of(Gauge.COOLDOWN, seconds(rest.remaining()), name, StatusReport.word(rest.scope()))));
        target.breakers()
                .forEach(open -> now.add(Sample.of(
                        Gauge.BREAKER,
                        1,
                        name,
                        StatusReport.word(open.scope()),
                        open.operation() == null ? "" : open.operation(),
                        open.halfOpen() ? "half-open" : "open")));
        target.limits().forEach(limit -> limit(now, name, limit));
    }

    private void limit(List<Sample> now, String target, LimitView limit) {
        String[] labels = {
            target, StatusReport.word(limit.scope()), QuotaLimit.name(limit.quantity(), limit.period()), limit.origin()
        };
        add(now, Gauge.QUOTA_LIMIT, StatusReport.amount(limit.quantity(), limit.most()), labels);
        add(
                now,
                Gauge.QUOTA_USED,
                StatusReport.amount(limit.quantity(), limit.most() == null ? null : limit.used()),
                labels);
        add(now, Gauge.QUOTA_LEFT, StatusReport.amount(limit.quantity(), limit.left()), labels);
        if (limit.resetsIn() != null) {
            now.add(Sample.of(Gauge.QUOTA_RESET, clock.epochMillis() / MILLIS + seconds(limit.resetsIn()), labels));
        }
    }

    private static void add(List<Sample> now, Gauge gauge, @Nullable BigDecimal amount, String... labels) {
        if (amount != null) {
            now.add(Sample.of(gauge, amount.doubleValue(), labels));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
