package dev.relevo.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
    private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "7, PT7S",
        "007, PT7S",
        "' 20 ', PT20S",
        "7.66, PT7.66S",
        "33011.382867, PT9H10M11.382867S",
        "5e-05, PT0.00005S",
        "1e3, PT16M40S",
        "6ms, PT0.006S",
        "0.5ms, PT0.0005S",
        "12us, PT0.000012S",
        "12\u00b5s, PT0.000012S",
        "0s, PT0S",
        "7.66s, PT7.66S",
        "6m0s, PT6M",
        "1m, PT1M",
        "1m26.4s, PT1M26.4S",
        "2m59.56s, PT2M59.56S",
        "1s500ms, PT1.5S",
        "17h12m3s, PT17H12M3S",
        "156h14m36.752463453s, PT156H14M36.752463453S",
        "1d2h, PT26H",
        "1.5s, PT1.5S",
        "3 seconds, PT3S",
        "5 minutes 30 seconds, PT5M30S",
    })
    void aLengthOfTimeIsRead(String text, Duration wait) {
        assertEquals(wait, Durations.parse(text, NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "1795176030, PT30S",
        "1795176030.5, PT30.5S",
        "1795175999, PT0S",
        "1795176030250, PT30.25S",
        "1795175999999, PT0S",
        "1000000001, PT0S",
        "2026-11-20T12:00:30Z, PT30S",
        "2026-11-20T12:00:30.25Z, PT30.25S",
        "2026-11-20T14:01:00+02:00, PT1M",
        "2026-11-20T11:59:59Z, PT0S",
        "'Fri, 20 Nov 2026 12:02:00 GMT', PT2M",
        "'Fri, 20 Nov 2026 11:00:00 GMT', PT0S",
    })
    void aMomentIsAWaitFromNow(String text, Duration wait) {
        assertEquals(wait, Durations.parse(text, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000000000",
                "9e8",
                "99999h",
                "1e300",
                "1e999",
                "99999999999999999999999999999",
                "9999-12-31T23:59:59Z",
                "Fri, 31 Dec 9999 23:59:59 GMT",
                "367d"
            })
    void aWaitIsNeverLongerThanAYear(String text) {
        assertEquals(Duration.ofDays(31), Durations.parse(text, NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.02S, 20ms",
        "PT0.0000001S, 1ms",
        "PT1S, 1s",
        "PT7.66S, 7.66s",
        "PT6M, 6m0s",
        "PT1M26.4S, 1m26.4s",
        "PT1H, 1h0m0s",
        "PT17H12M3S, 17h12m3s",
        "P30D, 720h0m0s",
    })
    void goWritesALengthOfTimeSo(Duration wait, String text) {
        assertEquals(text, Durations.go(wait));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.5", "-3s", "-1m26s", "-1795176030"})
    void aWaitIsNeverNegative(String text) {
        assertEquals(Duration.ZERO, Durations.parse(text, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "s",
                "ms",
                ".",
                "1.",
                ".5",
                "1.s",
                "1h30",
                "7x",
                "1m26.4",
                "1 2",
                "7s!",
                "s7",
                "--1",
                "- 1",
                "+1",
                "0x10",
                "1e",
                "1e5s",
                "NaN",
                "Infinity",
                "-",
                "--3s",
                "7,5",
                "60, 60",
                "7s7",
                "2026-11-20",
                "2026-11-20T12:00:00",
                "2026-13-20T12:00:00Z",
                "Fri, 32 Nov 2026 12:02:00 GMT",
                "Mon, 20 Nov 2026 12:02:00 GMT",
                "\u0667",
                "null"
            })
    void garbageIsNoWait(String text) {
        assertNull(Durations.parse(text, NOW));
    }

    @Test
    void aTextTooLongForAWaitIsNone() {
        assertNull(Durations.parse("1s".repeat(100_000), NOW));
        assertNull(Durations.parse("1".repeat(100_000), NOW));
    }

    @Test
    void anyTextIsAWaitWithinBoundsOrNone() {
        Random random = new Random(1);
        String characters = "0123456789.-+:eTZhmsd, GMT";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }

            Duration wait = Durations.parse(text.toString(), NOW);
            Duration told = Durations.inProse("try again in " + text);

            assertTrue(wait == null || !wait.isNegative() && wait.compareTo(Durations.MAX) <= 0, text::toString);
            assertTrue(told == null || !told.isNegative() && told.compareTo(Durations.MAX) <= 0, text::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Limit 6000, Used 5034, Requested 1443. Please try again in 4.77s. Visit https://x.y/z', PT4.77S",
        "'Please try again in 9m38.016s.', PT9M38.016S",
        "'Please try again in 23m58.56s. Need more tokens?', PT23M58.56S",
        "'Please try again in 644ms. Visit', PT0.644S",
        "'Please try again in 20s', PT20S",
        "'Please retry in 12s', PT12S",
        "'Please retry in 37.123456789s.', PT37.123456789S",
        "'Please retry after 7 seconds.', PT7S",
        "'Please retry after 1 second', PT1S",
        "'PLEASE RETRY AFTER 30.', PT30S",
        "'retry after: 5', PT5S",
        "'You must wait 5 minutes 30 seconds before retrying.', PT5M30S",
        "'Please wait for 2 hours', PT2H",
        "'The quota resets in 17h12m3s; upgrade', PT17H12M3S",
        "'Try again in 3 attempts, or retry in 8s', PT8S",
        "'Please try again in 4s, 3 requests left', PT4S",
        "'try again in 99999999999999999999h', PT744H",
    })
    void aWaitInASentenceIsFound(String sentence, Duration wait) {
        assertEquals(wait, Durations.inProse(sentence));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "Rate limit reached", "Please try again later.", "try again in a few seconds",
                        "Limit 6000, Used 5034",
                "retry", "try again in ", "try again in 3 attempts", "in 12s", "tried again in-12s"
            })
    void aSentenceThatNamesNoWaitHasNone(String sentence) {
        assertNull(Durations.inProse(sentence));
    }

    @Test
    void aSentenceOfAMegabyteIsReadNoFurtherThanItsBeginning() {
        assertNull(Durations.inProse("again ".repeat(200_000) + "try again in 5s"));
        assertNull(Durations.inProse(" ".repeat(1_000_000) + "retry in 5s"));
    }
}
