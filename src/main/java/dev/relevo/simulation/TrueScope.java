package dev.relevo.simulation;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Traffic.Shape;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What limits apply to at a provider: an account, a key, a model of one; and how much was used of it. */
final class TrueScope {
    private final String name;
    private final List<TrueLimit> limits = new ArrayList<>();
    private long mostUnderWay = Long.MAX_VALUE;
    private long underWay;

    /** What was sent and did not come in yet, and what the answers to that and to what came in may take. */
    private Load ahead = Load.NONE;

    TrueScope(String name, List<QuotaLimit> all, @Nullable Shape shape, Agenda agenda) {
        this.name = name;
        for (QuotaLimit limit : all) {
            Period period = limit.period();
            if (period == null) {
                mostUnderWay = Math.min(mostUnderWay, limit.most());
            } else {
                limits.add(new TrueLimit(limit, period, shape, agenda));
            }
        }
    }

    String name() {
        return name;
    }

    List<TrueLimit> limits() {
        return limits;
    }

    /** The limit that leaves no room for what came in, null if all do. */
    @Nullable
    TrueLimit lacking(Load load, long now) {
        for (TrueLimit limit : limits) {
            if (limit.isTheirs() && !limit.hasRoom(load.of(limit.limit().quantity()), now)) {
                return limit;
            }
        }
        return null;
    }

    /** Whether there is room for that besides all that is on its way, within the user's own caps on money too. */
    boolean hadRoom(Load load, long now) {
        Load all = load.plus(ahead);
        return underWay + all.requests() <= mostUnderWay
                && limits.stream()
                        .allMatch(limit -> limit.hadRoom(all.of(limit.limit().quantity()), now));
    }

    boolean isBusy() {
        return underWay >= mostUnderWay;
    }

    void ahead(Load load) {
        ahead = ahead.plus(load);
    }

    void behind(Load load) {
        ahead = ahead.minus(load);
    }

    void began(Load load, long now) {
        underWay++;
        add(load, now);
    }

    void ended(Load load, long now) {
        underWay--;
        add(load, now);
    }

    private void add(Load load, long now) {
        for (TrueLimit limit : limits) {
            long amount = load.of(limit.limit().quantity());
            if (amount > 0) {
                limit.add(amount, now);
            }
        }
    }

    /** Until there is room again. */
    Duration roomIn(Load load, long now) {
        long when = now;
        for (TrueLimit limit : limits) {
            if (limit.isTheirs()) {
                when = Math.max(when, limit.whenRoom(load.of(limit.limit().quantity()), now));
            }
        }
        return Duration.ofNanos(when - now);
    }

    /**
     * Says what is left.
     *
     * @param skew by how much its clock is ahead
     */
    void tell(Headers headers, Duration skew, long now) {
        for (TrueLimit limit : limits) {
            if (limit.isTheirs()) {
                String name = word(limit.limit().quantity()) + "-"
                        + limit.period().name().toLowerCase(Locale.ROOT);
                long millis = Math.max(0, limit.reset(now).plus(skew).toMillis());
                headers.add(
                        "x-ratelimit-limit-" + name, Long.toString(limit.limit().most()));
                headers.add("x-ratelimit-remaining-" + name, Long.toString(limit.remaining(now)));
                headers.add("x-ratelimit-reset-" + name, millis + "ms");
            }
        }
    }

    private static String word(Quantity quantity) {
        return quantity.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
