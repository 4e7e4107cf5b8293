package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.cli.Arguments.Options;
import dev.relevo.config.ConfigurationSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final Options NONE = new Options(Path.of("config.yaml"), null, null);

    @Test
    void withoutACommandItServes() {
        assertEquals(new Arguments.Serve(NONE), parse());
        assertEquals(new Arguments.Serve(NONE), parse("serve"));
    }

    @Test
    void valuesStandAfterABlankOrAnEqualsSign() {
        assertEquals(
                new Arguments.Serve(new Options(Path.of("a=b.yaml"), "::1", "0")),
                parse("--config", "a=b.yaml", "--host=::1", "--port", "0"));
    }

    @Test
    void ofARepeatedOptionTheLastOneCounts() {
        assertEquals(
                new Arguments.Serve(new Options(Path.of("b.yaml"), null, null)),
                parse("--config", "a.yaml", "--config", "b.yaml"));
    }

    @Test
    void optionsThatAllCommandsShareStandBeforeOrAfterTheCommand() {
        Options options = new Options(Path.of("a.yaml"), null, "1");

        assertEquals(new Arguments.Health(options, null), parse("--config", "a.yaml", "health", "--port", "1"));
        assertEquals(
                new Arguments.Health(options, null), parse("--port", "2", "health", "--config=a.yaml", "--port=1"));
    }

    @Test
    void checkTakesItsFileAsAnArgumentWhichWinsOverTheOption() {
        Options options = new Options(Path.of("b.yaml"), null, null);

        assertEquals(new Arguments.Check(options, false), parse("--config", "a.yaml", "check", "b.yaml"));
        assertEquals(new Arguments.Check(options, true), parse("check", "--live", "--config", "b.yaml"));
        assertEquals(new Arguments.Check(NONE, false), parse("check"));
    }

    @Test
    void whatIsSaidInAChatNeedsNoQuotes() {
        assertEquals(
                new Arguments.Chat(NONE, null, "auto", null, "why is the sky blue?"),
                parse("chat", "why", "is", "the", "sky", "blue?"));
        assertEquals(
                new Arguments.Chat(NONE, "http://h", "fast", "Be brief.", null),
                parse("chat", "--url", "http://h", "--model", "fast", "--system", "Be brief."));
    }

    @Test
    void chaosRunsEveryModeUnlessOneIsNamed() {
        assertEquals(new Arguments.Chaos(false, false, 1, null, false), parse("chaos"));
        assertEquals(
                new Arguments.Chaos(false, true, 42, "no-http", true),
                parse("chaos", "--quick", "--seed", "42", "--mode", "no-http", "--json"));
        assertEquals(
                new Arguments.Chaos(true, false, 1, "slowloris", false),
                parse("chaos", "--clients", "--mode", "slowloris"));
    }

    @Test
    void chaosSaysWhatItDoesNotKnow() {
        assertEquals(
                new Arguments.Mistake("--mode: no such mode 'no-htp', did you mean 'no-http'?"),
                parse("chaos", "--mode", "no-htp"));
        assertEquals(
                new Arguments.Mistake("--mode: no such mode 'slowlori', did you mean 'slowloris'?"),
                parse("chaos", "--clients", "--mode", "slowlori"));
        assertEquals(
                new Arguments.Mistake("--seed: 'x' is no whole number, expected one such as 42"),
                parse("chaos", "--seed", "x"));
    }

    @Test
    void limitsAreProvenInsteadOfFaults() {
        assertEquals(new Arguments.Ration(false, false), parse("chaos", "--ration"));
        assertEquals(new Arguments.Ration(true, true), parse("chaos", "--ration", "--quick", "--json"));
        assertEquals(new Arguments.Kills(200, 7), parse("chaos", "--kills", "200", "--seed", "7"));
        assertEquals(
                new Arguments.Mistake("--kills: 'many' is no such number, expected one such as 200"),
                parse("chaos", "--kills", "many"));
        assertEquals(
                new Arguments.Mistake("--kills: goes with no other option than --seed"),
                parse("chaos", "--kills", "2", "--ration"));
        assertEquals(
                new Arguments.Mistake(
                        "--ration: goes with none of --mode, --clients and --seed, expected --quick or --json"),
                parse("chaos", "--ration", "--clients"));
    }

    @Test
    void aSoakTakesItsTime() {
        assertEquals(new Arguments.Soak(Duration.ofMinutes(30), 1, false), parse("chaos", "--soak", "30m"));
        assertEquals(
                new Arguments.Soak(Duration.ofSeconds(90), 7, true),
                parse("chaos", "--json", "--soak", "1m30s", "--seed", "7"));
        assertEquals(
                new Arguments.Mistake("--soak: 'long' is no such time, expected one from 10s such as 2m or 30m"),
                parse("chaos", "--soak", "long"));
        assertEquals(
                new Arguments.Mistake(
                        "--soak: goes with none of --quick, --mode and --clients, since it mixes all modes"),
                parse("chaos", "--soak", "2m", "--quick"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve",
                "--config a --port 1 --host h",
                "--port 1 serve --port 2",
                "health",
                "--config a health --url http://h --port 1",
                "--port ''",
            })
    void plainFormsMeanTheSameReadEitherWay(String line) {
        List<String> arguments =
                line.isEmpty() ? List.of() : List.of(line.replace("''", "").split(" ", -1));

        assertEquals(new Syntax("1.2").parse(arguments), PlainForm.read(arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--port --host h", "--port=1", "serve serve", "--url http://h", "check", "-h"})
    void whatIsNotPlainIsLeftToTheLibrary(String line) {
        assertNull(PlainForm.read(List.of(line.split(" "))));
    }

    @Test
    void whatIsSaidMayBeginWithAnAt() {
        assertEquals(new Arguments.Chat(NONE, null, "auto", null, "@ada hi"), parse("chat", "@ada", "hi"));
    }

    @Test
    void helpAndVersionWinOverTheRest() {
        assertTrue(printed("--port", "1", "--help").startsWith("Usage: relevo [-h]"));
        assertTrue(printed("-h").startsWith("Usage: relevo [-h]"));
        assertTrue(printed("check", "-h").startsWith("Usage: relevo check [-h]"));
        assertEquals("relevo 1.2\n", printed("--version"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--prot 1|unknown option '--prot', did you mean '--port'? See relevo --help",
                "check --liv|unknown option '--liv', did you mean '--live'? See relevo check --help",
                "helth|unknown argument 'helth', did you mean 'health'? See relevo --help",
                "health now|unknown argument 'now'; see relevo health --help",
                "--port|--port needs a value; see relevo --help",
            })
    void mistakesAreToldInALineWithWhatIsNear(String arguments, String line) {
        assertEquals(new Arguments.Mistake(line), parse(arguments.split(" ")));
    }

    @Test
    void whereNothingIsNearEverythingThatIsKnownIsTold() {
        Arguments.Mistake mistake = assertInstanceOf(Arguments.Mistake.class, parse("frobnicate"));

        assertTrue(
                mistake.line().startsWith("unknown argument 'frobnicate', expected one of: serve, check, health, "),
                mistake::line);
    }

    @Test
    void aNameThatNoFileCanHaveIsAMistake() {
        assertEquals(new Arguments.Mistake("--config: not the name of a file"), parse("--config", "\0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--config=FILE", "--host=HOST", "--port=PORT", "--version", "-h, --help"})
    void theHelpNamesEveryOption(String option) {
        assertEquals(
                1,
                printed("--help")
                        .lines()
                        .filter(line -> line.strip().startsWith(option))
                        .count());
    }

    @Test
    void theHelpTellsExitCodesAndEveryCommand() {
        String help = printed("--help");

        assertTrue(help.contains("Exit codes: 0 done, or ended in order; 1 failed; 2 wrong usage."), help);
        for (String command : List.of("serve", "check", "health", "models", "chat", "schema", "completion")) {
            assertTrue(help.contains("\n  " + command + " "), command);
        }
    }

    @Test
    void theSchemaIsTheConfigurations() {
        assertEquals(ConfigurationSchema.json(), printed("schema"));
    }

    @Test
    void theCompletionKnowsEveryCommandAndOption() {
        String script = printed("completion");

        assertTrue(script.contains("complete -F"), script);
        for (String word : List.of("check", "--live", "chat", "--system", "health", "--url", "completion")) {
            assertTrue(script.contains(word), word);
        }
    }

    private static Arguments parse(String... arguments) {
        return Arguments.parse(List.of(arguments), "1.2");
    }

    private static String printed(String... arguments) {
        return assertInstanceOf(Arguments.Print.class, parse(arguments)).text();
    }
}
