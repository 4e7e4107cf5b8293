package dev.relevo.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final long MIB = 1L << 20;
    private static final Sample WARM = new Sample(Duration.ofMinutes(5), 20 * MIB, 200 * MIB, 100, 30, 4);

    @Test
    void whatStaysAsLargeAsItWasIsFlat() {
        assertEquals(List.of(), new Growth(WARM, WARM).complaints());
    }

    @Test
    void whatShrinksIsFlat() {
        assertEquals(List.of(), new Growth(WARM, new Sample(Duration.ofMinutes(30), MIB, MIB, 1, 1, 0)).complaints());
    }

    @Test
    void littleIsTolerated() {
        Sample last = new Sample(Duration.ofMinutes(30), 26 * MIB, 314 * MIB, 108, 38, 12);

        assertEquals(List.of(), new Growth(WARM, last).complaints());
    }

    @Test
    void whateverGrowsIsTold() {
        assertGrew(
                "live heap grew from 20.0 to 26.5 MiB; 6.0 more would do", 26 * MIB + MIB / 2, 200 * MIB, 100, 30, 4);
        assertGrew(
                "resident memory grew from 200.0 to 315.0 MiB; 114.0 more would do", 20 * MIB, 315 * MIB, 100, 30, 4);
        assertGrew("descriptors grew from 100 to 109; 8 more would do", 20 * MIB, 200 * MIB, 109, 30, 4);
        assertGrew("threads grew from 30 to 39; 8 more would do", 20 * MIB, 200 * MIB, 100, 39, 4);
        assertGrew("virtual threads grew from 4 to 13; 8 more would do", 20 * MIB, 200 * MIB, 100, 30, 13);
    }

    @Test
    void theClassesThatGrewMostAreNamed() {
        Histogram before = Histogram.read(Stream.of(
                " num     #instances         #bytes  class name (module)",
                "-------------------------------------------------------",
                "   1:            10           1000  [B (java.base@25)",
                "   2:             3            300  dev.relevo.edge.Inbound",
                "Total            13           1300"));
        Histogram after = Histogram.read(Stream.of(
                "   1:            12           1100  [B (java.base@25)",
                "   2:            90           9000  dev.relevo.edge.Inbound",
                "   3:             7            700  java.lang.VirtualThread (java.base@25)"));

        assertEquals(1300, before.total());
        assertEquals(0, before.count("java.lang.VirtualThread"));
        assertEquals(7, after.count("java.lang.VirtualThread"));
        assertEquals(
                List.of("+8700 bytes, +87 of dev.relevo.edge.Inbound", "+700 bytes, +7 of java.lang.VirtualThread"),
                after.grownSince(before, 2));
        assertTrue(before.grownSince(after, 9).isEmpty());
    }

    private static void assertGrew(
            String complaint, long heap, long resident, int descriptors, int threads, int virtualThreads) {
        Sample last = new Sample(Duration.ofMinutes(30), heap, resident, descriptors, threads, virtualThreads);

        assertEquals(List.of(complaint), new Growth(WARM, last).complaints());
    }
}
