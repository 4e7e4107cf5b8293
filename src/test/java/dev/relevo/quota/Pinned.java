package dev.relevo.quota;

import dev.relevo.config.ContextWindows;
import dev.relevo.config.Continuation;
import dev.relevo.config.Period;
import dev.relevo.config.Provider;
import dev.relevo.config.Quantity;
import dev.relevo.config.Quirks;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Quotas;
import dev.relevo.config.Secret;
import dev.relevo.config.Supports;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.config.Timeouts;
import dev.relevo.config.Window;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Targets with limits, made up for tests. */
final class Pinned {
    private static final Window ROLLING = new Window.Rolling();

    private Pinned() {}

    static QuotaLimit limit(Quantity quantity, Period period, long most) {
        return new QuotaLimit(quantity, period, most, ROLLING, false);
    }

    static QuotaLimit limit(Quantity quantity, Period period, long most, Window window) {
        return new QuotaLimit(quantity, period, most, window, false);
    }

    static QuotaLimit assumed(Quantity quantity, Period period, long most) {
        return new QuotaLimit(quantity, period, most, ROLLING, true);
    }

    static QuotaLimit concurrent(long most) {
        return new QuotaLimit(Quantity.CONCURRENT, null, most, ROLLING, false);
    }

    /** A target whose own limits these are. */
    static Target target(QuotaLimit... limits) {
        return target(Quotas.NONE, "key", "model", limits);
    }

    static Target target(Quotas quotas, String key, String model, QuotaLimit... limits) {
        return new Target(
                provider(quotas),
                model,
                new Secret(key),
                1,
                null,
                Set.of(),
                null,
                Continuation.NONE,
                new Terms(List.of(limits), null));
    }

    /** Limits of every account. */
    static Quotas ofAccount(QuotaLimit... limits) {
        return new Quotas(List.of(limits), Map.of(), List.of(), Map.of());
    }

    /** Limits of every model in each account. */
    static Quotas ofModels(QuotaLimit... limits) {
        return new Quotas(
                List.of(), Map.of(), List.of(new Quotas.Rule(Pattern.compile(".*"), List.of(limits), null)), Map.of());
    }

    /** Where the keys {@code key} and {@code other} belong to accounts of these names. */
    static Quotas ofKeys(String account, String otherAccount, QuotaLimit... limits) {
        return new Quotas(
                List.of(),
                Map.of(
                        new Secret("key"), new Quotas.KeyTerms(account, List.of(limits)),
                        new Secret("other"), new Quotas.KeyTerms(otherAccount, List.of())),
                List.of(),
                Map.of());
    }

    private static Provider provider(Quotas quotas) {
        return new Provider(
                "p",
                "p",
                URI.create("https://p.example/v1"),
                List.of(new Secret("key"), new Secret("other")),
                true,
                List.of(),
                null,
                null,
                Map.of(),
                Timeouts.DEFAULT,
                Quirks.NONE,
                Supports.EVERYTHING,
                ContextWindows.UNKNOWN,
                quotas);
    }
}
