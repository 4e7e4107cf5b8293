package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import org.jspecify.annotations.Nullable;

/** Looks for the limit that leaves no room for longest. Guarded by the ledger's lock. */
final class Shortage {
    private static final String OWN = "the access key's own ";

    private final long now;
    private @Nullable Meter meter;
    private @Nullable AtOnce atOnce;
    private String whose = "";
    private boolean priced = true;
    private long longest;

    Shortage(long now) {
        this.now = now;
        this.longest = now;
    }

    /** @param toldBits what the provider told of, here or nearer to the target */
    void consider(Meters meters, Demand demand, int toldBits) {
        consider(meters, demand, toldBits, "");
    }

    /** The limits of the client that asks: of what more its request takes. */
    void considerOwn(Charge own, Demand demand) {
        consider(own.client().meters(), own.more(demand), 0, OWN);
    }

    private void consider(Meters meters, Demand demand, int toldBits, String theirs) {
        Demand safe = meters.safely(demand);
        for (Meter next : meters.present()) {
            if (isLonger(next.givesWay(toldBits) ? now : next.whenFits(safe, now), theirs)) {
                meter = next;
                atOnce = null;
                priced = next.quantity() != Quantity.USD || demand.isPriced();
            }
        }
        if (isLonger(meters.atOnce().whenFits(demand, now), theirs)) {
            atOnce = meters.atOnce();
        }
    }

    private boolean isLonger(long until, String theirs) {
        boolean longer = until > longest;
        longest = longer ? until : longest;
        whose = longer ? theirs : whose;
        return longer;
    }

    /** For people. */
    String words() {
        if (atOnce != null) {
            return shortOf(whose + text(Quantity.CONCURRENT, null, atOnce.most()));
        }
        if (meter == null) {
            return shortOf("its limits");
        }
        if (!priced && meter.most() > 0) {
            return "no price known, so " + whose + text(meter)
                    + " leaves no room; set its 'price' in the configuration, 0 if it is free";
        }
        if (longest == Tally.NEVER && meter.most() > 0) {
            return tooLargeFor(meter);
        }
        return whose.isEmpty() ? meter.shortage() : shortOf(whose + text(meter));
    }

    /** Nobody waits for that, and nothing that is left matters. */
    private String tooLargeFor(Meter limit) {
        String remedy = limit.quantity() == Quantity.USD
                ? "shorten its prompt or lower its cap on tokens"
                : "shorten its prompt";
        return "this request alone is estimated to be more than " + whose + text(limit) + " allows; " + remedy
                + ", or add a target that allows more";
    }

    static String shortOf(String limit) {
        return "too little is left of " + limit;
    }

    private static String text(Meter meter) {
        return text(meter.quantity(), meter.period(), meter.most());
    }

    static String text(Quantity quantity, @Nullable Period period, long most) {
        return most < ToldMeter.UNKNOWN ? QuotaLimit.text(quantity, period, most) : QuotaLimit.name(quantity, period);
    }
}
