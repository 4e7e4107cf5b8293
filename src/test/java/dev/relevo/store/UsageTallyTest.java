package dev.relevo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the tally tells of a day, wherever its records are at the moment. */
class UsageTallyTest {
    private static final long DAY_MILLIS = 86_400_000;
    private static final long TODAY = Math.floorDiv(Kept.NOW, DAY_MILLIS);

    private final UsageTally tally = new UsageTally();

    @Test
    void whatIsWrittenCountsWithWhatIsNot() {
        tally.begin(TODAY, Map.of());
        tally.add(Usages.answered("auto", "p/m"));
        tally.take();
        assertEquals(1, requests("p/m"));
        tally.kept();
        assertEquals(1, requests("p/m"));
        tally.add(Usages.answered("auto", "p/m"));
        assertEquals(2, requests("p/m"));
    }

    @Test
    void whatCouldNotBeWrittenCountsOnce() {
        tally.add(Usages.answered("auto", "p/m"));
        tally.take();
        tally.giveBack();
        assertEquals(1, requests("p/m"));
    }

    @Test
    void whatWasWrittenBeforeCounts() {
        UsageSum before = new UsageSum();
        before.add(Amount.REQUESTS, 7);
        tally.begin(TODAY, Map.of("p/m", before));
        tally.add(Usages.answered("auto", "p/m"));
        assertEquals(8, requests("p/m"));
        assertEquals(7, before.of(Amount.REQUESTS));
    }

    @Test
    void anotherDayBeginsWithNothing() {
        tally.add(Usages.answered("auto", "p/m"));
        tally.take();
        tally.kept();
        assertEquals(Map.of(), tally.of(TODAY + 1));
        tally.add(Usages.at(Kept.NOW + DAY_MILLIS, "auto", "p/m"));
        assertEquals(1, tally.of(TODAY + 1).get("p/m").of(Amount.REQUESTS));
        tally.take();
        tally.kept();
        assertEquals(1, tally.of(TODAY + 1).get("p/m").of(Amount.REQUESTS));
        assertEquals(Map.of(), tally.of(TODAY));
    }

    private long requests(String target) {
        return tally.of(TODAY).get(target).of(Amount.REQUESTS);
    }
}
