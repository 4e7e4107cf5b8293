package dev.relevo.ration;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Window;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A provider and what it really allows.
 *
 * @param limits all with one kind of window
 * @param takes how long it takes to answer
 */
record Offer(String name, Manner manner, List<QuotaLimit> limits, Duration takes) {
    private static final Duration USUAL = Duration.ofMillis(30);

    Offer {
        limits = List.copyOf(limits);
    }

    Offer(String name, Manner manner, QuotaLimit... limits) {
        this(name, manner, List.of(limits), USUAL);
    }

    static QuotaLimit rolling(Quantity quantity, Period period, long most) {
        return new QuotaLimit(quantity, period, most, new Window.Rolling(), false);
    }

    static QuotaLimit fixed(Quantity quantity, Period period, long most) {
        return new QuotaLimit(quantity, period, most, new Window.Fixed(), false);
    }

    static QuotaLimit concurrent(long most) {
        return new QuotaLimit(Quantity.CONCURRENT, null, most, new Window.Rolling(), false);
    }

    /** The provider's line of a configuration. */
    String yaml(URI url) {
        return "  " + name + ": {base-url: \"" + url + "\", api-key: key"
                + (manner.isConfigured() ? ", limits: {" + configured() + "}" : "") + "}\n";
    }

    /** The target's entry of a pool. */
    String target() {
        return "{target: " + name + "/m, price: {input: 1, output: 4}}";
    }

    private String configured() {
        String all = limits.stream().map(QuotaLimit::toString).collect(Collectors.joining(", "));
        boolean fixed = limits.stream().anyMatch(limit -> limit.window() instanceof Window.Fixed);
        return fixed ? all + ", window: fixed" : all;
    }
}
