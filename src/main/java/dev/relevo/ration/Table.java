package dev.relevo.ration;

import dev.relevo.config.Quantity;
import dev.relevo.wire.JsonText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was used of each limit and what clients saw of each pool, for people or for programs. */
final class Table {
    private static final int DOLLAR_DIGITS = 9;
    private static final String LIMIT = "%-14s %-16s %-11s %-34s %10s %10s %10s %6s %6s";
    private static final String POOL = "%-14s %8s %9s %8s %14s %9s %8s";
    private static final String LIMIT_JSON =
            "{\"pool\":%s,\"target\":%s,\"known\":%s,\"limit\":%s,\"existed\":%s,\"used\":%s,\"overspent\":%s,"
                    + "\"upstream_429s\":%d,\"most_in_window\":%d}";
    private static final String POOL_JSON = "{\"pool\":%s,\"requests\":%d,\"answered\":%d,\"limited\":%d,"
            + "\"limited_in_spite_of_room\":%d,\"followed\":%d,\"followed_at_first\":%d}";

    private Table() {}

    static List<String> text(List<Contest> contests) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                LIMIT,
                "pool",
                "target",
                "known by",
                "limit",
                "existed",
                "used",
                "overspent",
                "429s",
                "most"));
        contests.forEach(contest -> lines.addAll(limits(LIMIT, contest, false)));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, POOL, "pool", "requests", "answered", "429s", "though room", "followed", "worked"));
        contests.forEach(contest -> lines.add(pool(POOL, contest, false)));
        return lines;
    }

    static List<String> json(List<Contest> contests) {
        List<String> lines = new ArrayList<>();
        contests.forEach(contest -> lines.addAll(limits(LIMIT_JSON, contest, true)));
        contests.forEach(contest -> lines.add(pool(POOL_JSON, contest, true)));
        return lines;
    }

    private static List<String> limits(String form, Contest contest, boolean json) {
        List<String> lines = new ArrayList<>();
        for (Provider provider : contest.providers()) {
            for (Quota quota : provider.quotas()) {
                lines.add(limit(form, contest, provider, quota, json));
            }
            if (provider.places() < Long.MAX_VALUE) {
                lines.add(places(form, contest, provider, json));
            }
        }
        return lines;
    }

    private static String limit(String form, Contest contest, Provider provider, Quota quota, boolean json) {
        return String.format(
                Locale.ROOT,
                form,
                word(contest.pool().name(), json),
                word(provider.offer().name(), json),
                word(provider.offer().manner().name().toLowerCase(Locale.ROOT), json),
                word(quota.limit().toString(), json),
                amount(quota, (long) quota.existed(contest.whole())),
                amount(quota, quota.used()),
                amount(quota, quota.overspent()),
                quota.refusals(),
                quota.mostRefusals());
    }

    /** How many were under way at most is what was used. */
    private static String places(String form, Contest contest, Provider provider, boolean json) {
        return String.format(
                Locale.ROOT,
                form,
                word(contest.pool().name(), json),
                word(provider.offer().name(), json),
                word(provider.offer().manner().name().toLowerCase(Locale.ROOT), json),
                word("concurrent: " + provider.places(), json),
                provider.places(),
                provider.mostUnderWay(),
                provider.crowdedOut(),
                provider.crowdedOut(),
                provider.crowdedOut());
    }

    private static String pool(String form, Contest contest, boolean json) {
        Tally tally = contest.tally();
        return String.format(
                Locale.ROOT,
                form,
                word(contest.pool().name(), json),
                tally.asked(),
                tally.answered(),
                tally.limited(),
                tally.refusedInSpite(),
                tally.waits().followed(),
                tally.waits().worked());
    }

    /** Dollars where it is money. */
    private static String amount(Quota quota, long amount) {
        return quota.limit().quantity() == Quantity.USD
                ? BigDecimal.valueOf(amount, DOLLAR_DIGITS).toPlainString()
                : Long.toString(amount);
    }

    private static String word(String word, boolean json) {
        if (!json) {
            return word;
        }
        StringBuilder quoted = new StringBuilder();
        JsonText.quote(quoted, word);
        return quoted.toString();
    }
}
