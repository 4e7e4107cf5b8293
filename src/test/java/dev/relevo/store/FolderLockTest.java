package dev.relevo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void oneHasItAndTheNextWhenThatHasEnded() {
        FolderLock first = FolderLock.take(folder, "x.lock", warnings::add);
        FolderLock second = FolderLock.take(folder, "x.lock", warnings::add);
        assertTrue(first.held());
        assertFalse(second.again().held());

        first.close();

        assertTrue(second.again().held());
        second.close();
        assertEquals(List.of(), warnings);
    }

    @Test
    void whereNoFileCanBeWrittenItIsTakenAllTheSame() {
        FolderLock none = FolderLock.take(Path.of("/proc/none"), "x.lock", warnings::add);

        assertTrue(none.held());
        assertEquals(1, warnings.size());
    }

    @Test
    void aStoreKnowsWhetherAnotherServesWithItsState() {
        try (Store first = store()) {
            assertTrue(first.isAlone());
            try (Store second = store()) {
                assertFalse(second.isAlone());
            }
        }
    }

    private Store store() {
        return Store.open(folder, () -> 0, Duration.ofSeconds(1), warnings::add);
    }
}
