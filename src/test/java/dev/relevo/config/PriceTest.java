package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PriceTest {
    private static final long DOLLAR = 1_000_000_000;

    /** 60 dollars a million, a half of it for what was kept. */
    private final Price price = new Price(60_000_000, 60_000_000, 30_000_000);

    @Test
    void tokensCostWhatAMillionOfThemDoesInParts() {
        assertEquals(60 * DOLLAR, price.of(500_000, 0, 500_000));
        assertEquals(45 * DOLLAR, price.of(1_000_000, 500_000, 0));
        assertEquals(1, new Price(1, 1, 1).of(1, 0, 0), "rounded up");
    }

    @Test
    void whatIsBeyondCountingIsDearAndNotFree() {
        long mostAsked = 128L * Integer.MAX_VALUE;

        assertEquals(Long.MAX_VALUE / 1000, price.of(0, 0, mostAsked));
        assertEquals(Long.MAX_VALUE / 1000, price.of(mostAsked, mostAsked, mostAsked));
    }
}
