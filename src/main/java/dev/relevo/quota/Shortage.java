package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import org.jspecify.annotations.Nullable;

/** Looks for the limit that leaves no room for longest. Guarded by the ledger's lock. */
final class Shortage {
    private static final String PRICELESS =
            "no price known, so a limit of money leaves no room; set its 'price', 0 if it is free";

    private final Demand demand;
    private final long now;
    private @Nullable Meter meter;
    private @Nullable AtOnce atOnce;
    private long longest;

    Shortage(Demand demand, long now) {
        this.demand = demand;
        this.now = now;
        this.longest = now;
    }

    /** @param toldBits what the provider told of, here or nearer to the target */
    void consider(Meters meters, int toldBits) {
        Demand safe = meters.safely(demand);
        for (Meter next : meters.present()) {
            long until = next.givesWay(toldBits) ? now : next.whenFits(safe, now);
            if (until > longest) {
                longest = until;
                meter = next;
                atOnce = null;
            }
        }
        consider(meters.atOnce());
    }

    private void consider(AtOnce next) {
        long until = next.whenFits(demand, now);
        if (until > longest) {
            longest = until;
            atOnce = next;
        }
    }

    /** For people. */
    String words() {
        if (atOnce != null) {
            return shortOf(text(Quantity.CONCURRENT, null, atOnce.most()));
        }
        if (meter == null) {
            return shortOf("its limits");
        }
        return meter.quantity() == Quantity.USD && !demand.isPriced() ? PRICELESS : meter.shortage();
    }

    static String shortOf(String limit) {
        return "too little is left of " + limit;
    }

    static String text(Quantity quantity, @Nullable Period period, long most) {
        return most < ToldMeter.UNKNOWN ? QuotaLimit.text(quantity, period, most) : QuotaLimit.name(quantity, period);
    }
}
