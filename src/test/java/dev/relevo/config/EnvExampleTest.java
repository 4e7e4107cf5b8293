package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code .env.example}, which people copy. */
class EnvExampleTest {
    private static final Set<String> NO_PROVIDERS = Set.of("RELEVO_API_KEYS", "RELEVO_GENERATE_KEY", "HOST", "PORT");
    private static final Pattern LISTED = Pattern.compile("(?m)^#([A-Z_]+)=");
    private static final Pattern KEY_VARIABLES = Pattern.compile("(?m)^  key-variables: \\[([A-Z_, ]+)]");

    @Test
    void listsTheKeyVariablesOfEveryPresetAndRelevosOwn() throws IOException {
        Set<String> expected = new TreeSet<>(NO_PROVIDERS);
        found(KEY_VARIABLES, "src/main/resources/dev/relevo/config/presets.yaml")
                .flatMap(names -> Stream.of(names.split(", ")))
                .forEach(expected::add);
        assertEquals(expected, found(LISTED, ".env.example").collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<String> found(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(Path.of(file))).results().map(match -> match.group(1));
    }
}
