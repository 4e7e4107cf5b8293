package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0.001S, 1s",
        "PT59.5S, 1m",
        "PT3M19.2S, 3m20s",
        "PT4H11M1S, 4h12m",
        "PT23H59M1S, 1d",
        "PT24H1M38S, 1d",
        "PT25H, 1d1h",
        "PT290H40M, 12d3h",
    })
    void aWaitIsToldInAsFewLettersAsAPersonNeeds(Duration wait, String told) {
        assertEquals(told, Amounts.wait(wait));
    }
}
