package dev.relevo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StoreTest {
    private static final StateRow ROW = new StateRow("a", "rest", Kept.NOW, 0, "x", Kept.NOW);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(Kept.NOW);
    private final List<String> notices = new ArrayList<>();
    private final UsageTally usage = new UsageTally();

    @Test
    void whatIsWrittenNowIsInTheFileWhenItReturns() throws StoreFailure {
        try (Store store = begun(folder, PATIENCE, List.of());
                Database other = Database.openToRead(folder.resolve("relevo.db"))) {
            assertTrue(store.writeNow(List.of(ROW)));
            assertEquals(List.of(ROW), other.states());
        }
    }

    @Test
    void closingWritesWhatIsKnown() {
        Store store = begun(folder, PATIENCE, List.of(ROW));
        usage.add(Usages.answered("auto", "p/m"));
        store.close();

        try (Store next = Store.open(folder, clock::get, PATIENCE, notices::add)) {
            assertEquals(List.of(ROW), next.states());
            assertEquals(1, Usages.requests(folder));
        }
    }

    @Test
    void whoeverDidNotCloseItMayHaveKnownMore() {
        Store killed = begun(folder, PATIENCE, List.of());
        assertFalse(killed.interrupted());
        try (Store next = begun(folder, PATIENCE, List.of())) {
            assertTrue(next.interrupted());
        }
        try (Store after = Store.open(folder, clock::get, PATIENCE, notices::add)) {
            assertFalse(after.interrupted());
        }
        killed.close();
    }

    @Test
    void aDiskThatHangsHoldsNobodyUpTwice() throws Exception {
        try (Store store = begun(folder, Duration.ofMillis(50), List.of());
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relevo.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertFalse(store.writeNow(List.of(ROW)));
            assertFalse(store.writeNow(List.of(ROW)));
            assertEquals(1, notices.size());
            statement.execute("ROLLBACK");
        }

        try (Store next = Store.open(folder, clock::get, PATIENCE, notices::add)) {
            assertEquals(List.of(ROW), next.states());
        }
    }

    @Test
    void whereNothingCanBeWrittenNobodyWaits() throws Exception {
        Path blocked = Files.writeString(folder.resolve("state"), "a file where the folder should be");
        try (Store store = begun(blocked, PATIENCE, List.of())) {
            assertFalse(store.writeNow(List.of(ROW)));
            assertEquals(1, notices.size());
        }
    }

    @Test
    void aBugEndsNoWritingAndIsToldOnce() {
        AtomicInteger asked = new AtomicInteger();
        try (Store store = Store.open(folder, clock::get, PATIENCE, notices::add)) {
            store.begin(
                    () -> {
                        int time = asked.incrementAndGet();
                        if (time == 1) {
                            throw new IllegalStateException("bug");
                        }
                        if (time == 2) {
                            throw new OutOfMemoryError("for once");
                        }
                        return List.of();
                    },
                    usage,
                    () -> 90);
            while (asked.get() < 3) {
                clock.addAndGet(1000);
                assertTrue(store.writeNow(List.of(ROW)));
            }
        }

        assertEquals(
                List.of("something is not written to the state, which is a bug: "
                        + "java.lang.IllegalStateException: bug"),
                notices);
    }

    private Store begun(Path where, Duration longestWait, List<StateRow> known) {
        Store store = Store.open(where, clock::get, longestWait, notices::add);
        store.begin(() -> known, usage, () -> 90);
        return store;
    }
}
