package dev.relevo.cli;

import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.LedgerRows;
import dev.relevo.quota.LimitView;
import dev.relevo.quota.Wallet;
import dev.relevo.store.KeyFile;
import dev.relevo.store.StoreFailure;
import dev.relevo.store.StoredKey;
import dev.relevo.time.Clock;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What access keys that were created have used of their limits: as the state file tells, up to a second ago. */
final class KeyUse {
    private static final int DOLLAR_DIGITS = 9;

    private final Map<String, Wallet> wallets;
    private final long nowNanos;

    private KeyUse(Map<String, Wallet> wallets, long nowNanos) {
        this.wallets = Map.copyOf(wallets);
        this.nowNanos = nowNanos;
    }

    static KeyUse of(KeyFile file, List<StoredKey> keys, Clock clock) throws StoreFailure {
        Ledger ledger = new Ledger(clock);
        ledger.restore(LedgerRows.read(keys.isEmpty() ? List.of() : file.states()), false);
        Map<String, List<QuotaLimit>> limits = new HashMap<>();
        keys.forEach(key -> limits.put(key.holder(), limits(key)));
        return new KeyUse(ledger.clients(limits), clock.nanos());
    }

    /** Of each limit of that key. */
    List<LimitView> of(StoredKey key) {
        Wallet wallet = wallets.get(key.holder());
        return wallet == null ? List.of() : wallet.view(nowNanos);
    }

    /** Dollars, or as the quantity counts; zero where nobody knows. */
    static BigDecimal amount(Quantity quantity, @Nullable Long amount) {
        BigDecimal exact = BigDecimal.valueOf(
                Objects.requireNonNullElse(amount, 0L), quantity == Quantity.USD ? DOLLAR_DIGITS : 0);
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }

    private static List<QuotaLimit> limits(StoredKey key) {
        return key.limits().stream()
                .map(text -> QuotaLimit.parse(text, _ -> {}))
                .filter(Objects::nonNull)
                .toList();
    }
}
