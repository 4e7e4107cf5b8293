package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.time.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalTest {
    private static final Duration TOTAL = Duration.ofSeconds(600);
    private static final long HEAD = Duration.ofSeconds(5).toNanos();

    @Test
    void aClientsPatienceBeginsWhenItsBodyHasCome() {
        assertEquals(seconds(5 + 60 + 19), ends(Duration.ofSeconds(60), Duration.ofSeconds(20)));
    }

    @Test
    void patienceForAllTheTimeThereIsNeverEnds() {
        assertEquals(Deadline.NEVER, ends(Duration.ZERO, TOTAL));
        assertEquals(Deadline.NEVER, ends(Duration.ofSeconds(60), Duration.ofSeconds(540)));
        assertEquals(seconds(5 + 60 + 538), ends(Duration.ofSeconds(60), Duration.ofSeconds(539)));
    }

    @Test
    void theMarginIsATwentiethAndNoMoreThanHalf() {
        assertEquals(new Deadline(HEAD + 9_500_000_000L), ends(Duration.ZERO, Duration.ofSeconds(10)));
        assertEquals(new Deadline(HEAD + 800_000_000L), ends(Duration.ZERO, Duration.ofSeconds(1)));
        assertEquals(new Deadline(HEAD + 50_000_000L), ends(Duration.ZERO, Duration.ofMillis(100)));
        assertEquals(new Deadline(HEAD), ends(Duration.ZERO, Duration.ZERO));
    }

    private static Deadline ends(Duration upload, Duration patience) {
        return new Arrival(HEAD, HEAD + upload.toNanos(), patience, null, null, null, null).patienceEnds(TOTAL);
    }

    private static Deadline seconds(long seconds) {
        return new Deadline(Duration.ofSeconds(seconds).toNanos());
    }
}
