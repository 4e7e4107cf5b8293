package dev.relevo.dialect;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Quotas;
import dev.relevo.wire.Durations;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what several headers tell of the same limit. */
final class LimitFields {
    private final long nowEpochMillis;
    private final List<Limit> limits = new ArrayList<>(4);
    private final List<LimitItem> policies = new ArrayList<>(0);
    private final List<LimitItem> states = new ArrayList<>(0);

    LimitFields(long nowEpochMillis) {
        this.nowEpochMillis = nowEpochMillis;
    }

    /** One limit, as far as it is told. The first header of a name counts. */
    private static final class Limit {
        private final LimitName name;
        private @Nullable Period period;
        private @Nullable Long most;
        private @Nullable Long remaining;
        private @Nullable Duration reset;

        Limit(LimitName name) {
            this.name = name;
            this.period = name.period();
        }

        boolean isOf(LimitName other) {
            return name.quantity() == other.quantity()
                    && name.period() == other.period()
                    && name.plain() == other.plain();
        }
    }

    static List<Told> read(Headers headers, Quotas quotas, long nowEpochMillis) {
        LimitFields fields = new LimitFields(nowEpochMillis);
        headers.forEach(fields::take);
        return fields.told(quotas);
    }

    /** Takes a header of any name. */
    void take(String header, String value) {
        LimitName name = LimitName.of(header);
        if (name != null) {
            take(name, value);
        } else if (header.equalsIgnoreCase("ratelimit-policy")) {
            policies.addAll(LimitItem.read(value));
        } else if (header.equalsIgnoreCase("ratelimit")) {
            states.addAll(LimitItem.read(value));
        }
    }

    private void take(LimitName name, String value) {
        Limit limit = limit(name);
        switch (name.part()) {
            case LIMIT -> limit.most = limit.most == null ? LimitCount.read(value) : limit.most;
            case REMAINING -> limit.remaining = limit.remaining == null ? LimitCount.read(value) : limit.remaining;
            case RESET -> limit.reset = limit.reset == null ? Durations.parse(value, nowEpochMillis) : limit.reset;
            case PERIOD -> limit.period = limit.period == null ? LimitItem.period(value) : limit.period;
        }
    }

    private Limit limit(LimitName name) {
        for (Limit limit : limits) {
            if (limit.isOf(name)) {
                return limit;
            }
        }
        Limit added = new Limit(name);
        limits.add(added);
        return added;
    }

    /** An earlier draft has no names: its states are the plain headers in one, its policy tells their period. */
    private void joinItems() {
        for (LimitItem state : List.copyOf(states)) {
            int equals = state.name().indexOf('=');
            LimitName name =
                    equals < 0 ? null : LimitName.of("ratelimit-" + state.name().substring(0, equals));
            if (name != null) {
                take(name, state.name().substring(equals + 1));
                states.remove(state);
            }
        }
        for (LimitItem policy : List.copyOf(policies)) {
            Long most = LimitCount.read(policy.name());
            if (most != null) {
                limits.stream()
                        .filter(limit -> limit.name.plain() && most.equals(limit.most) && limit.period == null)
                        .forEach(limit -> limit.period =
                                LimitItem.period(policy.parameters().get("w")));
                policies.remove(policy);
            }
        }
    }

    /** What all of them told. */
    List<Told> told(Quotas quotas) {
        joinItems();
        List<Told> named = new ArrayList<>();
        List<Told> plain = new ArrayList<>();
        for (Limit limit : limits) {
            Quantity quantity = limit.name.quantity();
            Period period = limit.period == null ? quotas.told().get(quantity) : limit.period;
            add(limit.name.plain() ? plain : named, quantity, period, limit.most, limit.remaining, limit.reset);
        }
        return Told.joined(Told.joined(named, plain), LimitItem.told(policies, states, nowEpochMillis));
    }

    /**
     * Adds what was told, if it says anything. A limit of none at all is none: Azure says -1 of what it does not limit, and
     * an answer that came was allowed.
     */
    static void add(
            List<Told> told,
            Quantity quantity,
            @Nullable Period period,
            @Nullable Long limit,
            @Nullable Long remaining,
            @Nullable Duration reset) {
        boolean none = limit == null ? remaining == null : limit <= 0;
        if (!none) {
            Long left = remaining == null ? null : Math.clamp(remaining, 0, limit == null ? Told.MOST : limit);
            told.add(new Told(quantity, period, limit, left, reset, null, ScopeKind.TARGET));
        }
    }
}
