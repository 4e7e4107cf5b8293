package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final ConcurrencyLimit limit = new ConcurrencyLimit();
    private long now;

    @Test
    void thereIsNoneWhileSomeThreadGetsItsCoreSoonHoweverLongOthersWait() {
        for (int i = 0; i < 100; i++) {
            waited(90, 1000);
            waited(5, 1000);
        }
        assertFalse(limit.isSet());
    }

    @Test
    void itShrinksWhileAllThreadsWaitForLongButNeverBelowWhatKeepsAProcessorBusy() {
        waited(50, 1000);
        waited(51, 1000);
        assertEquals(750, limit.now());
        waited(120, 700);
        assertEquals(525, limit.now());
        for (int i = 0; i < 30; i++) {
            waited(120, limit.now());
        }
        assertEquals(ConcurrencyLimit.FEW, limit.now());
    }

    @Test
    void itGrowsWhenTheyDoNotAndGoesWhenNobodyNeedsIt() {
        waited(50, 1000);
        waited(51, 1000);
        now += 100 * MILLI;
        waited(1, 750);
        assertEquals(937, limit.now());
        now += 100 * MILLI;
        limit.seen(now, MILLI, 300, false);
        assertEquals(1171, limit.now());
        now += 100 * MILLI;
        limit.seen(now, MILLI, 300, true);
        assertFalse(limit.isSet());
    }

    @Test
    void whatWasSeenLongAgoDoesNotCount() {
        waited(50, 1000);
        now += Duration.ofSeconds(10).toNanos();
        waited(60, 1000);
        assertFalse(limit.isSet());
        waited(60, 1000);
        assertTrue(limit.isSet());
    }

    private void waited(long millis, int underWay) {
        now += millis * MILLI;
        limit.seen(now, millis * MILLI, underWay, underWay < limit.now());
    }
}
