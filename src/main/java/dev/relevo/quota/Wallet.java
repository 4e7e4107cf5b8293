package dev.relevo.quota;

import dev.relevo.dialect.ScopeKind;
import java.util.ArrayList;
import java.util.List;

/** What a client may use by limits of its own, whoever serves it. Safe for use by many threads. */
public final class Wallet {
    private final Ledger ledger;
    private final Scope scope;

    Wallet(Ledger ledger, Scope scope) {
        this.ledger = ledger;
        this.scope = scope;
    }

    /** For one request of the client's. */
    public Charge charge() {
        return new Charge(ledger, scope);
    }

    /** Its limits, for people. */
    public List<LimitView> view(long nowNanos) {
        List<LimitView> views = new ArrayList<>();
        return ledger.at(nowNanos, now -> {
            scope.meters().view(ScopeKind.KEY, 0, now, views);
            return views;
        });
    }
}
