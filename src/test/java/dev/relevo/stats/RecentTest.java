package dev.relevo.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {
    private static final long NOW = 1_795_255_200_000L;
    private static final long SPAN = Recent.SPAN.toMillis();
    private static final long WHOLE = SPAN * Recent.SPANS;

    private final Recent recent = new Recent();

    @Test
    void anAttemptIsInTheNewestSpan() {
        end("auto", "p/m", "ok", NOW);
        Past past = recent.past("auto", "p/m", NOW + 1);
        assertEquals(Recent.SPANS, past.spans().size());
        assertEquals(1, past.ended());
        Sums newest = past.spans().getLast();
        assertEquals(1, newest.ended());
        assertEquals(250, newest.meanTtftMillis());
        assertEquals(20.0, newest.tokensPerSecond());
    }

    @Test
    void itGrowsOldAndIsForgotten() {
        end("auto", "p/m", "ok", NOW);
        assertEquals(
                1,
                recent.past("auto", "p/m", NOW + WHOLE - SPAN)
                        .spans()
                        .getFirst()
                        .ended());
        assertEquals(0, recent.past("auto", "p/m", NOW + WHOLE).ended());
    }

    @Test
    void aSpanTakesThePlaceOfOneThatIsTooOld() {
        end("auto", "p/m", "ok", NOW);
        end("auto", "p/m", "429", NOW + WHOLE);
        Past past = recent.past("auto", "p/m", NOW + WHOLE);
        assertEquals(1, past.ended());
        assertEquals(Map.of("429", 1L), past.errors());
    }

    @Test
    void aliasesAreToldApartOrTogether() {
        end("auto", "p/m", "ok", NOW);
        end("fast", "p/m", "ok", NOW);
        end("fast", "p/other", "ok", NOW);
        assertEquals(1, recent.past("auto", "p/m", NOW).ended());
        assertEquals(2, recent.past(null, "p/m", NOW).ended());
    }

    @Test
    void whoeverLeftOrLostIsNoError() {
        for (String outcome : new String[] {"ok", "499", "lost", "cut", "timeout", "timeout"}) {
            end("auto", "p/m", outcome, NOW);
        }
        Past past = recent.past("auto", "p/m", NOW);
        assertEquals(Map.of("cut", 1L, "timeout", 2L), past.errors());
        assertEquals(6, past.ended());
        assertEquals(3, past.spans().getLast().failed());
    }

    @Test
    void theRateIsThatOfTheLastMinute() {
        end("auto", "p/m", "ok", NOW - 2 * 60_000);
        for (long second = 0; second < 60; second++) {
            end("auto", "p/m", "ok", NOW - 1 - 1000 * second);
        }
        assertEquals(1.0, recent.past("auto", "p/m", NOW).perSecond(NOW));
    }

    @Test
    void nothingIsLostWhereManyEndAtOnce() {
        IntStream.range(0, 10_000).parallel().forEach(i -> end("auto", "p/m", i % 10 == 0 ? "429" : "ok", NOW));
        Past past = recent.past("auto", "p/m", NOW);
        assertEquals(10_000, past.ended());
        assertEquals(Map.of("429", 1000L), past.errors());
    }

    @Test
    void requestsAreCountedApartFromTheirAttempts() {
        end("auto", "p/m", "500", NOW);
        end("auto", "p/m", "ok", NOW);
        recent.requestEnded(NOW);
        assertEquals(1, recent.requests(NOW).ended());
        assertEquals(2, recent.past("auto", "p/m", NOW).ended());
    }

    @Test
    void tooManyNamesMakeRoomOnlyWhereNothingHappens() {
        for (int i = 0; i < 5000; i++) {
            end("auto", "p/" + i, "ok", NOW);
        }
        assertEquals(1, recent.past(null, "p/0", NOW).ended());
        assertEquals(0, recent.past(null, "p/4999", NOW).ended());
        end("auto", "p/4999", "ok", NOW + WHOLE);
        assertEquals(1, recent.past(null, "p/4999", NOW + WHOLE).ended());
    }

    private void end(String alias, String target, String outcome, long epochMillis) {
        boolean answered = outcome.equals("ok");
        recent.ended(
                alias,
                target,
                new AttemptRecord(
                        epochMillis,
                        "r",
                        1,
                        1,
                        target,
                        outcome,
                        "",
                        answered ? 250_000_000 : -1,
                        1_000_000_000,
                        answered ? 5 : -1,
                        answered ? 20 : -1));
    }
}
