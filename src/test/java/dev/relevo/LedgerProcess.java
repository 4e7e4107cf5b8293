package dev.relevo;

import dev.relevo.config.Continuation;
import dev.relevo.config.Period;
import dev.relevo.config.Provider;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.config.Window;
import dev.relevo.quota.Demand;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.LedgerRows;
import dev.relevo.quota.Reservation;
import dev.relevo.quota.Scopes;
import dev.relevo.store.Store;
import dev.relevo.store.UsageTally;
import dev.relevo.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A process that uses up limits of forty targets and has targets rest, and tells so as soon as it may be relied on, a line
 * each: {@code spent 3}, {@code rests 7}. Arguments: the state directory, a seed. It ends by being killed.
 */
final class LedgerProcess {
    static final int TARGETS = 40;
    private static final int MOST = 5;
    private static final Provider PROVIDER = StartedRelevo.settings(
                    "providers: {p: {base-url: http://127.0.0.1:1/v1, api-key: x}}\nmodels: {auto: [p/m]}\n")
            .providers()
            .getFirst();

    private LedgerProcess() {}

    /** The scopes of a target that may have five requests a day. */
    static Scopes scopes(Ledger ledger, int number) {
        QuotaLimit limit = new QuotaLimit(Quantity.REQUESTS, Period.DAY, MOST, new Window.Rolling(), false);
        return ledger.of(new Target(
                PROVIDER,
                "m" + number,
                null,
                1,
                null,
                Set.of(),
                null,
                Continuation.NONE,
                new Terms(List.of(limit), null)));
    }

    public static void main(String[] arguments) {
        Clock clock = Clock.system();
        Ledger ledger = new Ledger(clock);
        Store store =
                Store.open(Path.of(arguments[0]), clock::epochMillis, Duration.ofSeconds(30), System.out::println);
        boolean[] durable = {false};
        ledger.tell(state -> durable[0] = store.writeNow(LedgerRows.of(state)));
        store.begin(() -> LedgerRows.of(ledger.state()), new UsageTally(), () -> 90);
        Random random = new Random(Long.parseLong(arguments[1]));
        while (true) {
            int number = random.nextInt(TARGETS);
            Scopes scopes = scopes(ledger, number);
            durable[0] = false;
            String what = "spent ";
            if (random.nextInt(10) == 0) {
                scopes.target().limited(clock.nanos(), Duration.ofHours(1), "for an hour");
                what = "rests ";
            } else {
                Reservation reservation = ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
                if (reservation != null) {
                    reservation.announce();
                }
                if (reservation != null && random.nextBoolean()) {
                    reservation.settle(Demand.REQUEST, clock.nanos());
                }
            }
            System.out.println(durable[0] ? what + number : "nothing");
        }
    }
}
