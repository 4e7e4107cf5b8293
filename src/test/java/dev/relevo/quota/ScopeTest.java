package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private final List<Scope> told = new ArrayList<>();
    private final Scope scope = new Scope("s", told::add);

    @Test
    void itDoesNotRestAtFirst() {
        assertFalse(scope.resting(0));
        assertEquals(Duration.ZERO, scope.remaining(0));
    }

    @Test
    void aRestLastsExactlyAsLongAsTold() {
        scope.limited(at(100), Duration.ofSeconds(7), "tokens per minute");

        assertEquals(Duration.ofSeconds(7), scope.remaining(at(100)));
        assertEquals(Duration.ofNanos(1), scope.remaining(at(107) - 1));
        assertTrue(scope.resting(at(107) - 1));
        assertFalse(scope.resting(at(107)));
        assertEquals(Duration.ZERO, scope.remaining(at(200)));
        assertEquals(429, scope.status());
        assertEquals("tokens per minute", scope.reason());
    }

    @Test
    void anUntoldRestDoublesFromTenSecondsToSixty() {
        List<Duration> rests = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 5; i++) {
            scope.limited(now, null, "");
            rests.add(scope.remaining(now));
            now += scope.remaining(now).toNanos();
        }

        assertEquals(List.of(seconds(10), seconds(20), seconds(40), seconds(60), seconds(60)), rests);
    }

    @Test
    void requestsThatMeetOneLimitTogetherDoubleNothing() {
        for (int i = 0; i < 50; i++) {
            scope.limited(at(1), null, "");
        }
        assertEquals(seconds(10), scope.remaining(at(1)));

        scope.limited(at(11), null, "");
        assertEquals(seconds(20), scope.remaining(at(11)));
    }

    @Test
    void anAnswerMakesTheNextUntoldRestShortAgain() {
        scope.limited(at(0), null, "");
        scope.limited(at(10), null, "");
        scope.answered();

        scope.limited(at(30), null, "");

        assertEquals(seconds(10), scope.remaining(at(30)));
    }

    @Test
    void anAnswerEndsNoRest() {
        scope.limited(at(0), seconds(30), "");

        scope.answered();

        assertTrue(scope.resting(at(29)));
    }

    @Test
    void toldRestsDoubleNothing() {
        scope.limited(at(0), seconds(1), "");
        scope.limited(at(1), seconds(1), "");

        scope.limited(at(2), null, "");

        assertEquals(seconds(10), scope.remaining(at(2)));
    }

    @Test
    void aLimitThatIsSaidToBeOverRestsForASecond() {
        scope.limited(at(0), Duration.ZERO, "");
        assertEquals(seconds(1), scope.remaining(at(0)));

        scope.limited(at(2), Duration.ofMillis(20), "");
        assertEquals(Duration.ofMillis(20), scope.remaining(at(2)));
    }

    @Test
    void theLongestRestCountsWithItsReason() {
        scope.rest(at(0), Duration.ofMinutes(10), 502, "wrong key");
        scope.limited(at(1), seconds(5), "limited");
        scope.limited(at(1), null, "limited");

        assertEquals(seconds(599), scope.remaining(at(1)));
        assertEquals(502, scope.status());
        assertEquals("wrong key", scope.reason());

        scope.rest(at(2), Duration.ofHours(1), 404, "no such model");
        assertEquals(404, scope.status());
        assertEquals("no such model", scope.reason());
    }

    private static long at(int seconds) {
        return seconds(seconds).toNanos();
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
