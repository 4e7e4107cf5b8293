package dev.relevo.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapTest {
    private static final long DEFAULT = Heap.room(512 << 20);

    @Test
    void theDefaultHeapHasRoomForTwentyThousandIdleConnections() {
        assertTrue(20_000 * Heap.client(false) <= DEFAULT);
    }

    @Test
    void theDefaultHeapHasRoomForFiveThousandStreamsAndFourThousandFromEncryptedProviders() {
        assertTrue(5_000 * (Heap.client(false) + Heap.REQUEST + Heap.provider(false)) <= DEFAULT);
        assertTrue(4_000 * (Heap.client(false) + Heap.REQUEST + Heap.provider(true)) <= DEFAULT);
    }

    @Test
    void theDefaultHeapHoldsAHundredMegabytesOfBodies() {
        assertTrue(new Heap(DEFAULT).hold(1000 * Heap.body(100_000)));
    }

    @Test
    void longArraysTakeWholeRegions() {
        assertEquals(2 * 524_287, Heap.answer(524_287));
        assertEquals(2 << 20, Heap.answer(524_288));
        assertEquals(4 << 20, Heap.answer(1 << 20));
        assertEquals(3 * 5 << 20, Heap.body(4 << 20));
    }

    @Test
    void whatIsHeldLeavesASixthForConnectionsAndRequests() {
        Heap heap = new Heap(600);
        assertFalse(heap.hold(501));
        assertTrue(heap.hold(500));
        assertTrue(heap.take(100));
    }

    @Test
    void aSmallHeapHasSomeRoomToo() {
        assertEquals((8 << 20) / 10 * 9, Heap.room(32 << 20));
        assertEquals(2 << 20, Heap.room(16 << 20));
    }

    @Test
    void aHeadOfTheUsualLengthTakesNothing() {
        assertEquals(0, Heap.head(4096));
        assertEquals(3, Heap.head(4097));
    }

    @Test
    void whatIsTakenIsAllOfItOrNothing() {
        Heap heap = new Heap(100);
        assertTrue(heap.take(60));
        assertFalse(heap.take(41));
        assertTrue(heap.take(40));
        heap.giveBack(60);
        assertEquals(40, heap.taken());
    }
}
