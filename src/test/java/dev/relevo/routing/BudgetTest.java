package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Budget budget = new Budget();

    @Test
    void tenCallsArePaidByEachSecond() {
        assertEquals(10, spent(0));
        assertEquals(1, spent(SECOND / 10));
        assertEquals(10, spent(2 * SECOND));
        assertEquals(10, spent(100 * SECOND), "idle time saves up no more than that");
    }

    @Test
    void aFifthOfACallIsPaidByEachRequest() {
        spent(0);
        for (int i = 0; i < 4; i++) {
            budget.requested();
            assertFalse(budget.spend(0));
        }
        budget.requested();
        assertTrue(budget.spend(0));
    }

    @Test
    void goodTimesLeaveABoundedStock() {
        for (int i = 0; i < 10_000; i++) {
            budget.requested();
        }
        assertEquals(100, spent(0));
    }

    @Test
    void aProbeIsPaidLaterIfNothingIsLeft() {
        spent(0);
        budget.owe(0);
        budget.owe(0);

        assertEquals(1, spent(3 * SECOND / 10));
    }

    private int spent(long nowNanos) {
        int spent = 0;
        while (budget.spend(nowNanos)) {
            spent++;
        }
        return spent;
    }
}
