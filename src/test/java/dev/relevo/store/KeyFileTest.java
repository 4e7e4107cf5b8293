package dev.relevo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final StoredKey ANN =
            new StoredKey("ann", "00ff", List.of("auto", "fast"), List.of("concurrent: 2"), true, 5, 9);
    private static final StoredKey BOB = new StoredKey("bob", "0102", List.of(), List.of(), false, 5, Long.MAX_VALUE);

    @TempDir
    private Path folder;

    private final List<String> notices = new ArrayList<>();

    @Test
    void whatWasCreatedIsThereUntilItIsRevoked() throws StoreFailure {
        KeyFile file = new KeyFile(folder);
        assertEquals(List.of(), file.all());
        assertFalse(file.revoke("ann"));

        assertTrue(file.create(BOB));
        assertTrue(file.create(ANN));
        assertFalse(file.create(new StoredKey("ann", "03", List.of(), List.of(), false, 1, 2)));
        assertEquals(List.of(ANN, BOB), file.all());
        assertTrue(file.required());

        assertTrue(file.revoke("ann"));
        assertTrue(file.required());
        assertTrue(file.revoke("bob"));
        assertFalse(file.revoke("bob"));
        assertFalse(file.required());
    }

    @Test
    void aStoreSeesThemAtOnceAndItsProcessIsNotTakenForAnother() throws StoreFailure {
        KeyFile file = new KeyFile(folder);
        Store killed = open();
        assertEquals(List.of(), killed.keys());
        file.create(ANN);
        assertEquals(List.of(ANN), killed.keys());
        file.revoke("ann");
        assertEquals(List.of(), killed.keys());

        try (Store next = open()) {
            assertTrue(next.interrupted());
        }
        killed.close();
    }

    @Test
    void aFileOfTheFirstVersionIsTakenAlong() throws Exception {
        open().close();
        sql("DROP TABLE access_key", "PRAGMA user_version = 1");
        KeyFile file = new KeyFile(folder);
        assertEquals(List.of(), file.all());

        try (Store store = open()) {
            assertEquals(List.of(), store.keys());
            assertTrue(file.create(ANN));
            assertEquals(List.of(ANN), store.keys());
        }
        sql("DROP TABLE access_key", "PRAGMA user_version = 1");
        assertTrue(file.create(BOB));
        assertEquals(List.of(BOB), file.all());
        assertEquals(List.of(), notices);
    }

    @Test
    void whereTheFileIsLostNobodyTakesThatForKeysThatWereRevoked() throws Exception {
        KeyFile file = new KeyFile(folder);
        file.create(ANN);
        Files.write(file.path(), new byte[8192]);
        Files.deleteIfExists(folder.resolve("relevo.db-wal"));

        try (Store store = open()) {
            assertNull(store.keys());
            assertTrue(store.keysRequired());
            assertTrue(notices.getFirst().contains("access keys that were created are lost"), notices.toString());
            file.create(BOB);
            assertNotNull(store.keys());
        }
    }

    @Test
    void whatIsNoDatabaseIsToldAndStays() throws Exception {
        KeyFile file = new KeyFile(folder);
        Files.writeString(file.path(), "no database, however long one reads, and it is longer than a header of one is");

        assertEquals("it is damaged", failure(() -> file.create(ANN)));
        assertEquals("it is damaged", failure(file::all));
        assertFalse(file.required());
    }

    private interface Use {
        void run() throws StoreFailure;
    }

    private static String failure(Use use) {
        try {
            use.run();
            return "none";
        } catch (StoreFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Store open() {
        return Store.open(folder, () -> Kept.NOW, Duration.ofSeconds(10), notices::add);
    }

    private void sql(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relevo.db"));
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
