package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "models:\\n\\tauto: [groq]|:2:1: not YAML: a tab, expected spaces",
                "models: {auto: [groq}|:1:21: not YAML: expected ',' or ']', but got }",
                "models: a: b|:1:10: not YAML: a ': ' inside a value,"
                        + " expected quotes around it or another indentation",
                "models:\\n  auto:\\n    targets:\\n      - groq\\n     - xai|:5:6: not YAML: this does not belong to what is above it,"
                        + " expected the indentation of its neighbours",
                "models:\\n  a: \"groq\\n  b: [groq]|:3:12: not YAML: a quote that is not closed, opened in line 2",
                "models: {a: [groq], a: [xai]}|:1:21 models.a: given twice, expected once (first in line 1)",
                "models: {a: &x [groq], b: *x}|:1:13 models.a: a YAML anchor (&name), expected the value itself",
                "server: {cors-origins: *}|:1:25: not YAML: a * or & at the start of a value, expected quotes around it",
                "models: {a: [!!str groq]}|:1:14 models.a[0]: a YAML tag (!name), expected the value itself",
                "models: {a: [groq]}\\n---\\nmodels: {}|:2:1: a second document, expected one",
                "models: {a: [groq], [b]: c}|:1:21 models: a list as a key, expected a name",
                "models: {a: [groq]}\\7|:1:20: not YAML: a character that no text file holds",
                "\\7models: {a: [groq]}|:1:1: not YAML: a character that no text file holds",
                "models:\\r  a: [groq] # é🌦\\7|:2:17: not YAML: a character that no text file holds",
                "models:\\r\\n  a: [groq]\\r\\n\\7|:3:1: not YAML: a character that no text file holds",
                "models: {a: [groq]}\\nserver: \\233|:2:9: not YAML: a character that no text file holds",
            })
    void whatIsNoPlainYamlIsToldWithItsPlace(String yaml, String problem) {
        assertEquals(
                "config.yaml" + problem,
                ConfigText.problems(yaml.translateEscapes()).getFirst());
    }

    @Test
    void deepNestingIsRefusedAtItsPlace() {
        assertEquals(
                List.of("config.yaml:1:25: not YAML: nested more than 16 deep"),
                ConfigText.problems("models: " + "[".repeat(100_000)));
    }

    @Test
    void manyAliasesOfAnchorsExpandToNothing() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d, *a%2$d, *a%2$d]\n".formatted(i, i - 1));
        }

        List<String> problems = ConfigText.problems(bomb.toString());
        assertTrue(problems.contains("config.yaml:1:5 a0: a YAML anchor (&name), expected the value itself"));
        assertTrue(problems.contains("config.yaml:40:12 a39[0]: a YAML alias (*name), expected the value itself,"
                + " or quotes if it is one"));
    }

    @Test
    void wordsThatYamlTakesForBooleansAndNumbersStayNames() {
        Settings settings = ConfigText.load("models: {no: [openai/1.10], on: [openai/0x1F], y: [openai/1e3]}");

        assertEquals(
                List.of("no", "on", "y"),
                settings.aliases().stream().map(Alias::name).toList());
        assertEquals(
                List.of("1.10", "0x1F", "1e3"),
                settings.aliases().stream()
                        .map(a -> a.entries().getFirst().model())
                        .toList());
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreFine() {
        assertEquals(
                1,
                ConfigText.load("\ufeffmodels:\r\n  auto: [groq]\r\n").aliases().size());
    }

    @Test
    void referencesMayStandUnquotedInBracesAndBrackets() {
        Provider mine = ConfigText.provider(
                "providers: {mine: {base-url: https://a.example/v1, api-key: [${A}, ${B}], headers: {X: ${A}-${B}}}}",
                Map.of("A", "a", "B", "b"));

        assertEquals(List.of(new Secret("a"), new Secret("b")), mine.keys());
        assertEquals(Map.of("X", "a-b"), mine.headers());
    }

    @Test
    void aProblemIsOneShortLineWhateverTheFileHolds() {
        String problem = ConfigText.problems("models: {auto: [groq]}\n? \"\\e[31m\\n" + "x".repeat(5000) + "\"\n: a")
                .getFirst();

        assertTrue(problem.startsWith("config.yaml:2:3 ?[31m?xxx"), problem);
        assertTrue(problem.length() < 250, problem);
    }

    @Test
    void aProblemHoldsNothingThatATerminalObeys() {
        String problem = ConfigText.problems("models: {auto: [groq]}\n\"\\x9b1m\\u202e\\u2028\": a")
                .getFirst();

        assertTrue(problem.startsWith("config.yaml:2:1 ?1m??: unknown key"), problem);
    }
}
