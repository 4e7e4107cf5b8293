package dev.relevo.ration;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import java.time.Duration;
import java.util.List;

/**
 * A pool, and who asks it for how much.
 *
 * @param maxWait how long Relevo may keep a request waiting for room
 * @param clients how many ask at once; one alone asks again as soon as it may
 */
record Pool(String name, Duration maxWait, int clients, List<Offer> offers) {
    private static final double DEMAND = 2;
    private static final int MANY = 12;
    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final Duration SOME = Duration.ofSeconds(2);

    Pool {
        offers = List.copyOf(offers);
    }

    /** One for each way to know limits, and some to see whether it is true what is told. */
    static List<Pool> all() {
        return List.of(
                new Pool("known", NOT_AT_ALL, MANY, known()),
                new Pool("waiting", SOME, MANY, waiting()),
                new Pool("told", NOT_AT_ALL, MANY, unknown("told", Manner.HEADERS)),
                new Pool("prose", NOT_AT_ALL, MANY, unknown("prose", Manner.PROSE)),
                new Pool("silent", NOT_AT_ALL, MANY, unknown("silent", Manner.NOTHING)),
                new Pool(
                        "alone-rolling",
                        NOT_AT_ALL,
                        1,
                        List.of(configured("alone", Offer.rolling(Quantity.REQUESTS, Period.SECOND, 2)))),
                new Pool(
                        "alone-fixed",
                        NOT_AT_ALL,
                        1,
                        List.of(
                                configured("one", Offer.fixed(Quantity.REQUESTS, Period.SECOND, 1)),
                                configured("two", Offer.fixed(Quantity.REQUESTS, Period.MINUTE, 10)))),
                new Pool(
                        "alone-tokens",
                        NOT_AT_ALL,
                        1,
                        List.of(configured("few", Offer.rolling(Quantity.TOKENS, Period.SECOND, 400)))));
    }

    boolean isOfOne() {
        return clients == 1;
    }

    /** Whether all limits are in the configuration. */
    boolean isConfigured() {
        return offers.stream().allMatch(offer -> offer.manner().isConfigured());
    }

    /**
     * Between one request and the next, so that twice what exists is asked for.
     *
     * @param requests how many there is room for in all
     */
    Duration pause(Duration whole, double requests) {
        return isOfOne() ? Duration.ZERO : Duration.ofNanos((long) (whole.toNanos() / (DEMAND * requests)));
    }

    /** Its lines of a configuration. */
    String yaml() {
        String targets = String.join(", ", offers.stream().map(Offer::target).toList());
        return "  " + name + ": {max-wait: " + maxWait.toSeconds() + "s, targets: [" + targets + "]}\n";
    }

    private static List<Offer> known() {
        return List.of(
                configured(
                        "rolling",
                        Offer.rolling(Quantity.REQUESTS, Period.SECOND, 4),
                        Offer.rolling(Quantity.REQUESTS, Period.MINUTE, 90)),
                configured("fixed", Offer.fixed(Quantity.REQUESTS, Period.MINUTE, 60)),
                configured("tokens", Offer.rolling(Quantity.TOKENS, Period.MINUTE, 8000)),
                configured("dollars", Offer.rolling(Quantity.USD, Period.DAY, 20_000_000)),
                new Offer(
                        "both",
                        Manner.BOTH,
                        Offer.rolling(Quantity.REQUESTS, Period.MINUTE, 60),
                        Offer.rolling(Quantity.OUTPUT_TOKENS, Period.MINUTE, 3000)),
                new Offer(
                        "places",
                        Manner.CONFIGURED,
                        List.of(Offer.concurrent(2), Offer.rolling(Quantity.REQUESTS, Period.DAY, 500)),
                        Duration.ofMillis(400)));
    }

    private static List<Offer> waiting() {
        return List.of(
                configured("patient", Offer.rolling(Quantity.REQUESTS, Period.SECOND, 2)),
                configured("steps", Offer.fixed(Quantity.REQUESTS, Period.SECOND, 2)),
                configured("words", Offer.rolling(Quantity.INPUT_TOKENS, Period.SECOND, 400)));
    }

    private static List<Offer> unknown(String name, Manner manner) {
        return List.of(
                new Offer(name + "-requests", manner, Offer.rolling(Quantity.REQUESTS, Period.MINUTE, 60)),
                new Offer(name + "-steps", manner, Offer.fixed(Quantity.REQUESTS, Period.MINUTE, 60)),
                new Offer(name + "-tokens", manner, Offer.rolling(Quantity.TOKENS, Period.MINUTE, 8000)));
    }

    private static Offer configured(String name, QuotaLimit... limits) {
        return new Offer(name, Manner.CONFIGURED, limits);
    }
}
