package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Any bytes as a configuration file: settings, or problems that each name a place in it; never a variable's value. */
public final class ConfigurationFuzz {
    private static final String CANARY = "sk-canary-4711";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("KEY", CANARY, "GROQ_API_KEY", CANARY, "NUMBER", "7" + CANARY, "BLANK", " ");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
    private static final Path FILE = file();

    private ConfigurationFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (new String(input, StandardCharsets.UTF_8).contains(CANARY)) {
            return;
        }
        Files.write(FILE, input);
        assertNotNull(Configuration.server(FILE, ENVIRONMENT));
        try {
            Settings settings = Configuration.load(FILE, ENVIRONMENT);
            assertFalse(settings.aliases().isEmpty());
            settings.warnings().forEach(warning -> assertFalse(warning.contains(CANARY), warning));
            assertFalse(settings.toString().contains(CANARY), settings::toString);
        } catch (BadConfiguration e) {
            assertFalse(e.problems().isEmpty());
            long lines = new String(input, StandardCharsets.UTF_8).split("\r\n|[\r\n\u0085\u2028\u2029]", -1).length;
            e.problems().forEach(problem -> check(problem, lines));
        }
    }

    private static void check(Problem problem, long lines) {
        assertEquals(FILE.toString(), problem.file());
        if (problem.line() == 0) {
            assertEquals("not UTF-8, expected a text file in it", problem.what());
        } else {
            assertTrue(problem.line() >= 1 && problem.line() <= lines, problem + " of " + lines);
            assertTrue(problem.column() >= 1, problem::toString);
        }
        assertFalse(problem.what().isBlank(), problem::toString);
        assertFalse(problem.toString().contains(CANARY), problem::toString);
        assertFalse(UNPRINTABLE.matcher(problem.toString()).find(), problem::toString);
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("relevo-fuzz", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
