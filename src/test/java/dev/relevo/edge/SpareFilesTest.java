package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpareFilesTest {
    private final ManualClock clock = new ManualClock();
    private long open;
    private int counts;

    @ParameterizedTest
    @CsvSource({"1024, 896, false", "1024, 897, true", "128, 112, false", "128, 128, true"})
    void theLastEighthIsNotForFurtherClients(long most, long openNow, boolean scarce) {
        open = openNow;
        assertEquals(scarce, of(most).areScarce(1));
    }

    @Test
    void nobodyCountsWhileClientsAreFarFromAllThereMayBe() {
        open = 80_000;
        assertFalse(of(80_000).areScarce(10_000));
        assertEquals(0, counts);
        assertTrue(of(80_000).areScarce(10_001));
        assertEquals(1, counts);
    }

    @Test
    void aCountHoldsForAsManyClientsAsCannotUseUpWhatIsLeft() {
        SpareFiles files = of(1024);
        open = 896 - 40;
        for (int client = 0; client < 10; client++) {
            assertFalse(files.areScarce(client));
        }
        assertEquals(1, counts);
        open = 897;
        assertTrue(files.areScarce(10));
    }

    @Test
    void aShortageIsSeenToBeOverSoonAndACountDoesNotHoldForLong() {
        SpareFiles files = of(1024);
        open = 897;
        assertTrue(files.areScarce(1));
        open = 100;
        assertTrue(files.areScarce(1));
        clock.advance(Duration.ofMillis(10));
        assertFalse(files.areScarce(1));
        open = 897;
        assertFalse(files.areScarce(1));
        clock.advance(Duration.ofMillis(100));
        assertTrue(files.areScarce(1));
    }

    private SpareFiles of(long most) {
        return new SpareFiles(most, this::count, clock);
    }

    private long count() {
        counts++;
        return open;
    }
}
