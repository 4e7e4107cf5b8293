package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.dialect.Size;
import dev.relevo.dialect.Usage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    private static final Size CHAT = new Size(3500, 0, null, 1);

    private final Calibration calibration = new Calibration();

    @Test
    void atFirstAPromptIsATokenPerThreeAndAHalfBytesAndAnAnswerHas512() {
        assertEquals(1000, calibration.input(CHAT));
        assertEquals(512, calibration.output(CHAT, null));
    }

    @ParameterizedTest
    @CsvSource({
        // client's, target's, choices, expected
        ",    ,    1, 512",
        "100, ,    1, 100",
        "100, 50,  1, 50",
        "9999, ,   1, 512",
        ",    300, 2, 600",
        ",    ,    3, 1536",
        ",    ,    0, 0",
    })
    void noAnswerIsExpectedToExceedItsCaps(Integer asked, Integer cap, int choices, long expected) {
        assertEquals(expected, calibration.output(new Size(10, 0, asked, choices), cap));
    }

    @ParameterizedTest
    @CsvSource({
        // client's, target's, choices, at most
        ",    ,    1, 4096",
        "9999, ,   1, 9999",
        ",    300, 2, 600",
        "100, 50,  3, 150",
        ",    ,    0, 0",
    })
    void whatMayBeBilledAtMostIsWhatTheCapsAllow(Integer asked, Integer cap, int choices, long most) {
        assertEquals(most, calibration.mostOutput(new Size(10, 0, asked, choices), cap));
    }

    @Test
    void whereNothingCapsAnAnswerItIsAsLongAsTheLongestOfLateAtMost() {
        for (int i = 0; i < 100; i++) {
            calibration.learn(CHAT, usage(1000, i == 50 ? 2048 : 64));
        }

        assertEquals(64, calibration.output(CHAT, null));
        assertEquals(2048, calibration.mostOutput(CHAT, null));
    }

    @Test
    void aPromptHasNoMoreTokensThanBytesAndWhatAProviderPutsAroundIt() {
        assertEquals(3500 + 512, calibration.mostInput(CHAT));
    }

    @Test
    void imagesAndSoundCountAThousandEach() {
        assertEquals(3000, calibration.input(new Size(3500, 2, null, 1)));
    }

    @Test
    void nineOfTenAnswersAreNoLongerThanExpected() {
        Random random = new Random(7);
        for (int i = 0; i < 19; i++) {
            calibration.learn(CHAT, usage(1000, 1 + random.nextInt(1000)));
        }
        assertEquals(512, calibration.output(CHAT, null), "too few are known");
        for (int i = 0; i < 5000; i++) {
            calibration.learn(CHAT, usage(1000, 1 + random.nextInt(1000)));
        }

        assertTrue(Math.abs(calibration.output(CHAT, null) - 950) <= 120, "is " + calibration.output(CHAT, null));
    }

    @Test
    void anAnswerUsuallyTakesWhatAnswersTakeOnAverage() {
        Random random = new Random(7);
        for (int i = 0; i < 5000; i++) {
            calibration.learn(CHAT, usage(1000, 1 + random.nextInt(1000)));
        }

        long usual = calibration.usualOutput(CHAT, null);
        assertTrue(Math.abs(usual - 500) <= 50, "is " + usual);
        assertEquals(usual, calibration.usualOutput(new Size(10, 0, 4096, 1), null));
        assertEquals(100, calibration.usualOutput(new Size(10, 0, 100, 1), null));
        assertEquals(800, calibration.usualOutput(new Size(10, 0, 800, 1), null), "above the average, but near");
    }

    @Test
    void answersOfAllLengthsHaveTheirPlace() {
        for (long tokens : new long[] {1, 2, 3, 1000, 1 << 20, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            Calibration fresh = new Calibration();
            for (int i = 0; i < 20; i++) {
                fresh.learn(CHAT, usage(1, tokens));
            }
            long expected = fresh.output(CHAT, null);
            assertTrue(
                    expected >= Math.min(tokens, 1 << 20) && expected <= tokens * 1.19 + 1, tokens + ": " + expected);
        }
    }

    @Test
    void anAnswerOfSeveralChoicesIsSharedAmongThem() {
        for (int i = 0; i < 20; i++) {
            calibration.learn(new Size(10, 0, null, 4), usage(10, 4 * 64));
        }

        assertEquals(64, calibration.output(CHAT, null));
    }

    @Test
    void bytesPerTokenFollowWhatAnswersTell() {
        for (int i = 0; i < 60; i++) {
            calibration.learn(CHAT, usage(1750, 10));
        }

        assertEquals(1750, calibration.input(CHAT), 2);
        assertEquals(350, calibration.tokens(700), 1);
    }

    @Test
    void whatSaysNothingOfATokensLengthTeachesNothing() {
        calibration.learn(new Size(10, 0, null, 1), usage(900, 0));
        calibration.learn(new Size(3500, 1, null, 1), usage(9000, 0));
        calibration.learn(CHAT, usage(0, 0));

        assertEquals(1000, calibration.input(CHAT));
    }

    @Test
    void noAnswerMakesAnEstimateAbsurd() {
        for (int i = 0; i < 200; i++) {
            calibration.learn(CHAT, usage(Long.MAX_VALUE, 1));
        }
        assertEquals(7000, calibration.input(CHAT), 1);
        for (int i = 0; i < 200; i++) {
            calibration.learn(CHAT, usage(1, 1));
        }
        assertEquals(70, calibration.input(CHAT), 1);
    }

    private static Usage usage(long prompt, long completion) {
        return new Usage(prompt, completion);
    }
}
