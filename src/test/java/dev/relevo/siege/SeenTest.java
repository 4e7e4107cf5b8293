package dev.relevo.siege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeenTest {
    private static final Mode MODE = new Mode("m", "done \"so\"", "expected", _ -> new Seen());

    @Test
    void whatWasNotLookedAtDoesNotHold() {
        assertFalse(new Seen().holds());
        assertFalse(new Seen().cases(3).holds());
        assertFalse(new Seen().cases(3).note("worth knowing").holds());
        assertFalse(new Seen().claim(true, "of no case").holds());
    }

    @Test
    void oneClaimThatFailsIsEnough() {
        Seen seen =
                new Seen().cases(1).claim(true, "good").claim(false, "worse").require(true, "unsaid");
        assertFalse(seen.holds());
        assertEquals("good; BAD: worse", seen.text());
        assertFalse(new Seen().cases(1).require(false, "bad").holds());
    }

    @Test
    void claimsThatAllHoldAreTold() {
        Seen seen = new Seen().cases(2).claim(true, "good").require(true, "unsaid");
        assertTrue(seen.holds());
        assertEquals("good", seen.text());
        assertEquals(
                "{\"mode\":\"m\",\"done\":\"done \\\"so\\\"\",\"cases\":2,\"expected\":\"expected\",\"verdict\":\"ok\","
                        + "\"seen\":\"good\"}",
                Table.json(MODE, seen));
    }

    @Test
    void percentilesAreOfWhatWasTimedAndNothingTimedIsNeverInTime() {
        Times hundred = Times.of(LongStream.rangeClosed(1, 101)
                .map(millis -> millis * 1_000_000)
                .boxed()
                .toList());
        assertEquals(51, hundred.percentile(50));
        assertEquals(100, hundred.p99());
        assertEquals(101, hundred.max());
        assertEquals(Double.POSITIVE_INFINITY, Times.of(List.of()).p99());
    }

    @Test
    void everyModeHasANameOfItsOwn() {
        assertEquals(Siege.modes().size(), new HashSet<>(Siege.modes()).size());
    }
}
