package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotenvTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A=b|`b`",
                "export A=b|`b`",
                "`  A = b  `|`b`",
                "A=|``",
                "A=b # comment|`b`",
                "A=# comment|``",
                "A=b#c|`b#c`",
                "A='b # c' # d|`b # c`",
                "A='a\\n$B'|`a\\n$B`",
                "A=\"b # c\"|`b # c`",
                "A=\" b \"|` b `",
                "A=\"\\\"b\\\\\\$\"|`\"b\\$`",
                "A=${B}|`${B}`",
                "A=b=c|`b=c`",
            })
    void aLineGivesItsValue(String line, String value) {
        assertEquals(new Dotenv(Map.of("A", value), List.of()), Dotenv.parse(".env", line));
    }

    @Test
    void aLongValueIsReadInNoTime() {
        String blanks = "x" + " ".repeat(200_000) + "y";
        String quoted = "\\\"{}".repeat(50_000);

        assertEquals(blanks, value("A=" + blanks));
        assertEquals("\"{}".repeat(50_000), value("A=\"" + quoted + "\""));
    }

    @Test
    void doubleQuotesKnowEscapesOfLineEnds() {
        assertEquals("b\nc\td", value("A=\"b\\nc\\td\""));
    }

    private static @Nullable String value(String line) {
        return Dotenv.parse(".env", line).variables().get("A");
    }

    @Test
    void blankLinesCommentsAndWindowsLineEndsArePassedOver() {
        assertEquals(
                new Dotenv(Map.of("A", "b", "C", "d"), List.of()),
                Dotenv.parse(".env", "# keys\r\n\r\nA=b\r\n  # more\r\nC=d\r\n"));
    }

    @Test
    void mistakesAreToldByLineAndNeverQuoted() {
        Dotenv dotenv = Dotenv.parse(".env", "A=b\nsecret-1\nB='secret-2\nC=\"secret-3\" secret-4\n1D=secret-5\n");

        assertEquals(
                List.of(
                        ".env:2:1: not a variable, expected NAME=value",
                        ".env:3:1: quotes that do not fit, expected NAME=\"value\" on one line",
                        ".env:4:1: quotes that do not fit, expected NAME=\"value\" on one line",
                        ".env:5:1: not a variable, expected NAME=value"),
                dotenv.problems().stream().map(Object::toString).toList());
        assertEquals(Map.of("A", "b"), dotenv.variables());
        assertFalse(dotenv.problems().toString().contains("secret"));
    }
}
