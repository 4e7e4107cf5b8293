package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.edge.AccessKey;
import dev.relevo.edge.AccessKeys;
import dev.relevo.quota.Ledger;
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
        return new KeyRing(
                StartedRelevo.settings("models: {auto: [ollama]}").server(),
                store,
                new Ledger(clock),
                clock,
                notices::add);
    }

    private void create(String name, String digest) throws StoreFailure {
        new KeyFile(folder).create(new StoredKey(name, digest, List.of(), List.of(), false, 0, Long.MAX_VALUE));
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
