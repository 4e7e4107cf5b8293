package dev.relevo.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void aDeadlinePassesAtItsMoment() {
        Deadline deadline = Deadline.after(clock, Duration.ofSeconds(1));
        clock.advance(Duration.ofNanos(999_999_999));
        assertFalse(deadline.passed(clock));
        clock.advance(Duration.ofNanos(1));
        assertTrue(deadline.passed(clock));
    }

    @Test
    void aWaitTooLongToCountNeverEnds() {
        clock.advance(Duration.ofDays(365));
        assertEquals(Deadline.NEVER, Deadline.after(clock, Duration.ofSeconds(Long.MAX_VALUE)));
        assertEquals(Deadline.NEVER, Deadline.after(clock, Duration.ofDays(365 * 290)));
    }

    @Test
    void aNegativeWaitIsOverAtOnce() {
        assertTrue(Deadline.after(clock, Duration.ofSeconds(-1)).passed(clock));
    }

    @Test
    void theEarlierOfTwoIsTheOneThatPassesFirst() {
        Deadline soon = Deadline.after(clock, Duration.ofSeconds(1));
        assertEquals(soon, soon.earlier(Deadline.NEVER));
        assertEquals(soon, Deadline.NEVER.earlier(soon));
    }
}
