package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Server;
import dev.relevo.edge.AccessKey;
import dev.relevo.edge.AccessKeys;
import dev.relevo.quota.Charge;
import dev.relevo.quota.Demand;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.Reservation;
import dev.relevo.quota.Wallet;
import dev.relevo.store.KeyFile;
import dev.relevo.store.Store;
import dev.relevo.store.StoreFailure;
import dev.relevo.store.StoredKey;
import dev.relevo.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that the state directory holds, as a running server takes them up. */
@Timeout(30)
class KeyRingTest {
    private static final long PATIENCE_SECONDS = 10;

    private final ManualClock clock = new ManualClock();
    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    @Test
    void aDamagedDigestShutsOutItsOwnKeyAndNoOther() throws Exception {
        create("ann", "no digest");
        create("bob", digest("key-of-bob"));
        try (Store store = store();
                KeyRing ring = ring(store)) {
            assertEquals(List.of("bob"), names(ring.keys()));
            assertTrue(ring.keys().required());
        }
        assertEquals(
                "the created access key 'ann' is not used: its digest is damaged; revoke it and create another",
                told());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverIsGivenTheNameOfARevokedKeyBeginsAnew(boolean restarted) throws Exception {
        create("ann", digest("key-of-ann"), "requests-per-day: 3");
        Ledger ledger = new Ledger(clock);
        try (Store store = store();
                KeyRing ring = new KeyRing(server(), store, ledger, clock, notices::add)) {
            ask(ledger, ring);
            ask(ledger, ring);
            assertEquals(1, left(ring));

            Ledger next = restarted ? new Ledger(clock) : ledger;
            next.restore(restarted ? ledger.state() : List.of(), false);
            new KeyFile(folder).revoke("ann");
            ring.look();
            create("ann", digest("another-key"), "requests-per-day: 3");
            assertEquals(3, left(new KeyRing(server(), store, next, clock, notices::add)));
        }
    }

    @Test
    void aBugThatMeetsAChangeDelaysItOnly() throws Exception {
        BlockingQueue<AccessKeys> seen = new LinkedBlockingQueue<>();
        AtomicBoolean broken = new AtomicBoolean(true);
        create("ann", digest("key-of-ann"));
        try (Store store = store();
                KeyRing ring = ring(store)) {
            ring.begin((_, keys) -> {
                if (broken.getAndSet(false)) {
                    throw new IllegalStateException("for once");
                }
                seen.add(keys);
            });
            new KeyFile(folder).revoke("ann");

            AccessKeys keys = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(keys);
            assertEquals(List.of(), names(keys));
        }
        assertTrue(told().contains("which is a bug: java.lang.IllegalStateException: for once"));
    }

    private Store store() {
        return Store.open(folder, clock::epochMillis, Duration.ofSeconds(1), notices::add);
    }

    private KeyRing ring(Store store) {
        return new KeyRing(server(), store, new Ledger(clock), clock, notices::add);
    }

    private static Server server() {
        return StartedRelevo.settings("models: {auto: [ollama]}").server();
    }

    private void create(String name, String digest, String... limits) throws StoreFailure {
        new KeyFile(folder).create(new StoredKey(name, digest, List.of(), List.of(limits), false, 0, Long.MAX_VALUE));
    }

    /** Makes a request with the first key. */
    private void ask(Ledger ledger, KeyRing ring) {
        Charge charge = wallet(ring).charge();
        Reservation reservation =
                ledger.reserve(LedgerProcess.scopes(ledger, 1), charge, Demand.REQUEST, clock.nanos());
        assertNotNull(reservation);
        reservation.settle(Demand.REQUEST, clock.nanos());
        charge.end(clock.nanos());
    }

    /** Of the first limit of the first key. */
    private long left(KeyRing ring) {
        Long left = wallet(ring).view(clock.nanos()).getFirst().left();
        assertNotNull(left);
        return left;
    }

    private static Wallet wallet(KeyRing ring) {
        Wallet own = ring.keys().all().getFirst().client().own();
        assertNotNull(own);
        return own;
    }

    private String told() throws InterruptedException {
        return String.valueOf(notices.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static String digest(String key) {
        return HexFormat.of().formatHex(AccessKey.digest(key));
    }

    private static List<String> names(AccessKeys keys) {
        return keys.all().stream().map(key -> key.client().name()).toList();
    }
}
