package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.dialect.ScopeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much was used of the limits of a target at one moment, numbers of attempts under way aside. It takes a few bytes; what
 * it tells is put together when it is asked for.
 */
public final class Levels {
    private final Meter[] account;
    private final Meter[] key;
    private final Meter[] model;
    private final Meter[] target;

    /** Of all of them in that order. */
    private final long[] used;

    /** With the ledger's lock. */
    Levels(Scopes scopes, long now) {
        account = scopes.account().meters().present();
        key = scopes.key().meters().present();
        model = scopes.model().meters().present();
        target = scopes.target().meters().present();
        used = new long[account.length + key.length + model.length + target.length];
        int at = take(target, take(model, take(key, take(account, 0, now), now), now), now);
        assert at == used.length;
    }

    /**
     * One limit.
     *
     * @param most null where only what is left was told
     * @param used with what was reserved; null where only what is left was told
     */
    public record Level(
            ScopeKind scope,
            Quantity quantity,
            Period period,
            @Nullable Long most,
            @Nullable Long used,
            long left) {}

    /** The limits that there are, the account's first. */
    public List<Level> all() {
        List<Level> levels = new ArrayList<>(used.length);
        int at = tell(ScopeKind.ACCOUNT, account, 0, levels);
        at = tell(ScopeKind.KEY, key, at, levels);
        at = tell(ScopeKind.MODEL, model, at, levels);
        tell(ScopeKind.TARGET, target, at, levels);
        return levels;
    }

    private int take(Meter[] meters, int from, long now) {
        int at = from;
        for (Meter meter : meters) {
            used[at] = meter.tally().used(now);
            at++;
        }
        return at;
    }

    private int tell(ScopeKind scope, Meter[] meters, int from, List<Level> levels) {
        int at = from;
        for (Meter meter : meters) {
            long most = meter.most();
            if (most < Meter.UNLIMITED) {
                boolean known = most < ToldMeter.UNKNOWN;
                levels.add(new Level(
                        scope,
                        meter.quantity(),
                        meter.period(),
                        known ? most : null,
                        known ? used[at] : null,
                        Math.max(0, most - used[at])));
            }
            at++;
        }
        return at;
    }
}
