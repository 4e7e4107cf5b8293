package dev.relevo.quota;

import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Quotas;
import dev.relevo.config.Target;
import dev.relevo.dialect.ScopeKind;
import java.util.List;

/**
 * The limits that a configuration sets to the scopes of one target.
 *
 * @param named whether it names the account of the target's key
 */
record Configured(
        List<QuotaLimit> key,
        List<QuotaLimit> account,
        List<QuotaLimit> model,
        List<QuotaLimit> target,
        boolean named) {
    static Configured of(Target target) {
        Quotas quotas = target.provider().quotas();
        return new Configured(
                quotas.key(target.key()),
                quotas.account(),
                quotas.model(target.model()).limits(),
                target.terms().limits(),
                !quotas.account(target.key()).isEmpty());
    }

    /** Of models of whatever name: none that some model has. */
    static Configured ofUnlisted(Target target) {
        Quotas quotas = target.provider().quotas();
        return new Configured(
                quotas.key(target.key()),
                quotas.account(),
                List.of(),
                List.of(),
                !quotas.account(target.key()).isEmpty());
    }

    List<QuotaLimit> of(ScopeKind kind) {
        return switch (kind) {
            case ENDPOINT -> List.of();
            case KEY -> key;
            case ACCOUNT -> account;
            case MODEL -> model;
            case TARGET -> target;
        };
    }
}
