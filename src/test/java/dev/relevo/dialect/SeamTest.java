package dev.relevo.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeamTest {
    private static final String SO_FAR = "The quick brown fox jumps over";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ` the dog`                                       | ` the dog`
            `The quick brown fox jumps over the dog`         | ` the dog`
            `The quick brown fox jumps over`                 | ``
            `The  quick brown\\nfox jumps over the dog`      | ` the dog`
            `\\n\\nThe quick brown fox jumps over the dog`   | ` the dog`
            `The quick brown fix`                            | `The quick brown fix`
            `The quick brown `                               | `The quick brown `
            `brown fox jumps over the dog`                   | `brown fox jumps over the dog`
            ``                                               | ``
            """)
    void anEchoIsDroppedOnlyWhole(String answer, String sent) {
        assertEquals(sent.translateEscapes(), read(SO_FAR, false, answer.translateEscapes()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The quick brown fox",
                "The quick brown fox sleeps",
                "The quick\n\nbrown fox jumps OVER the dog",
                "The quick brown fox jumps ove"
            })
    void whoSaysALongBeginningOtherwiseBeginsAnew(String answer) {
        for (boolean echoes : new boolean[] {false, true}) {
            for (int cut = 0; cut <= answer.length(); cut++) {
                Seam seam = new Seam(soFar(SO_FAR), echoes);

                seam.take(answer.substring(0, cut));
                seam.take(answer.substring(cut));
                seam.rest();

                assertTrue(seam.anew(), "cut at " + cut);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"The quick brown fox jumps over", "The quick brown fix", " the dog", ""})
    void nobodyElseDoes(String answer) {
        Seam seam = new Seam(soFar(SO_FAR), false);

        seam.take(answer);
        seam.rest();
        seam.take("The quick brown fox jumps over the moon");
        seam.rest();

        assertFalse(seam.anew());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ` \\ud83d\\ude00 x` | `\\ude00 x`
            `\\ud83d\\ude00 x`  | `\\ude00 x`
            `\\ude00 x`        | `\\ude00 x`
            ` x`              | `x`
            `x`               | `x`
            """)
    void halfACharacterIsJoinedWhetherOrNotTheBlankBeforeItIsSaidAgain(String answer, String sent) {
        String text = surrogates(answer);
        for (int cut = 0; cut <= text.length(); cut++) {
            Seam seam = new Seam(soFar(SO_FAR + " \ud83d"), false);

            assertEquals(
                    surrogates(sent), seam.take(text.substring(0, cut)) + seam.take(text.substring(cut)) + seam.rest());
        }
    }

    private static String surrogates(String text) {
        return text.replace("\\ud83d", "\ud83d").replace("\\ude00", "\ude00");
    }

    @Test
    void whereAnEchoIsSplitDoesNotMatter() {
        String answer = "The quick brown fox jumps over the dog";
        for (int cut = 0; cut <= answer.length(); cut++) {
            Seam seam = new Seam(soFar(SO_FAR), false);

            assertEquals(
                    " the dog", seam.take(answer.substring(0, cut)) + seam.take(answer.substring(cut)) + seam.rest());
        }
    }

    @Test
    void whatMayBeAnEchoIsHeldUntilThatIsDecided() {
        Seam seam = new Seam(soFar(SO_FAR), false);

        assertEquals("", seam.take("The quick"));
        assertTrue(seam.holds());
        assertEquals("The quick silver", seam.take(" silver"));
        assertFalse(seam.holds());
        assertEquals("The quick brown fox jumps over", seam.take("The quick brown fox jumps over"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `A fox. `       | ` Then`     | `Then`
            `A fox. `       | `Then`      | `Then`
            `A fox.\\n\\n`  | `\\n\\nThen`| `Then`
            `A fox.\\n\\n`  | `\\nThen`   | `Then`
            `A fox.\\n`     | `\\n\\nThen`| `\\nThen`
            `A fox. `       | `\\nThen`   | `\\nThen`
            `A fox.\\n  `   | `\\n    x`  | `  x`
            `A fox.`        | ` Then`     | ` Then`
            `A fox.\\u00a0` | `\\u00a0!`  | `!`
            """)
    void whiteSpaceThatWasHeldBackIsNeitherDoubledNorLost(String text, String answer, String sent) {
        assertEquals(unescaped(sent), read(unescaped(text), false, unescaped(answer)));
        assertEquals(
                unescaped(sent), read(SO_FAR + unescaped(text), false, SO_FAR + unescaped(text) + unescaped(sent)));
    }

    @Test
    void halfACharacterAtTheCutIsMadeWhole() {
        assertEquals("A fox", soFar("A fox \ud83e").given());
        assertEquals("\udd8a!", read("A fox \ud83e", false, " \ud83e\udd8a!"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Yes", "Yes, of course", "fifteen letters!"})
    void aShortTextIsTakenForARepetition(String text) {
        assertEquals(text + " and more", read(text, false, text + " and more"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ha ha ha ha ha ha ha ha ", "All work and no play.\nAll work and no play.\n"})
    void aTextThatOnlyRepeatsItselfMayGoOnRepeating(String text) {
        assertEquals(text, read(text, false, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Y", "Yes", "ha ha ha ha ha ha ha ha"})
    void whoAlwaysEchoesIsBelievedHoweverShortTheTextIs(String text) {
        assertEquals(" and more", read(text, true, text + " and more"));
        assertEquals(" and more", read(text, true, " and more"));
    }

    @Test
    void endlessWhiteSpaceIsNotHeldForEver() {
        Seam seam = new Seam(soFar(SO_FAR), false);
        String blanks = " ".repeat(50);

        String sent = Stream.generate(() -> seam.take(blanks)).limit(4).collect(Collectors.joining());

        assertEquals(" ".repeat(200), sent);
    }

    @Test
    void aLongTextIsComparedInNoTime() {
        String text = "a".repeat(SoFar.MOST_TEXT / 2 - 1) + "b";

        assertEquals("!", read(text, false, text + "!"));
    }

    private static String unescaped(String text) {
        return text.replace("\\u00a0", "\u00a0").translateEscapes();
    }

    private static String read(String soFar, boolean echoes, String answer) {
        Seam seam = new Seam(soFar(soFar), echoes);
        return seam.take(answer) + seam.rest();
    }

    private static SoFar soFar(String text) {
        return new SoFar(text, null, null, true);
    }
}
