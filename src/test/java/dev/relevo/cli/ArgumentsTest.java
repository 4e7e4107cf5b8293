package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void withoutArgumentsItStarts() {
        assertEquals(new Arguments.Start(null, null, null), Arguments.parse(List.of()));
    }

    @Test
    void valuesStandAfterABlankOrAnEqualsSign() {
        assertEquals(
                new Arguments.Start("a=b.yaml", "::1", "0"),
                Arguments.parse(List.of("--config", "a=b.yaml", "--host=::1", "--port", "0")));
    }

    @Test
    void ofARepeatedOptionTheLastOneCounts() {
        assertEquals(
                new Arguments.Start("b.yaml", null, null),
                Arguments.parse(List.of("--config", "a.yaml", "--config", "b.yaml")));
    }

    @Test
    void helpAndVersionWinOverTheRest() {
        assertEquals(new Arguments.Help(), Arguments.parse(List.of("--port", "1", "--help")));
        assertEquals(new Arguments.Help(), Arguments.parse(List.of("-h")));
        assertEquals(new Arguments.Version(), Arguments.parse(List.of("--version")));
    }

    @Test
    void mistakesAreToldInALine() {
        assertEquals(
                new Arguments.Mistake("unknown argument '--prot'; see --help"),
                Arguments.parse(List.of("--prot", "1")));
        assertEquals(new Arguments.Mistake("unknown argument 'serve'; see --help"), Arguments.parse(List.of("serve")));
        assertEquals(new Arguments.Mistake("--port needs a value; see --help"), Arguments.parse(List.of("--port")));
    }

    @Test
    void theHelpNamesEveryOption() {
        for (String option : List.of("--config FILE", "--host HOST", "--port PORT", "--version", "--help")) {
            assertEquals(
                    1,
                    Arguments.HELP
                            .lines()
                            .filter(line -> line.startsWith("  " + option))
                            .count(),
                    option);
        }
    }
}
