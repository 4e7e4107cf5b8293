package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Continuation;
import dev.relevo.config.Quirks;
import dev.relevo.config.Sample;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.dialect.Written.Entries;
import dev.relevo.dialect.Written.Entry;
import dev.relevo.dialect.Written.Item;
import dev.relevo.dialect.Written.Items;
import dev.relevo.dialect.Written.Scalar;
import dev.relevo.dialect.Written.Text;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever stands in a request, at any depth exactly what a preset declares is changed. */
class NestedEncodingPropertyTest {
    private static final int RUNS = 1_500;
    private static final JsonReaderFactory TREES = Json.createReaderFactory(Map.of());
    private static final List<Changes> CHANGES = List.of(
            new Changes(
                    Set.of("messages[].name", "tools[].function.strict", "response_format.json_schema.strict"),
                    Map.of(),
                    Map.of()),
            new Changes(
                    Set.of(),
                    Map.of("messages[].name", "label", "tools[].function.strict", "exact", "name", "role"),
                    Map.of("messages[].role", Map.of("developer", "system", "user", "\"u\""))),
            new Changes(
                    Set.of("messages[].role", "messages[].name", "messages[].label", "messages[][].name"),
                    Map.of("messages[].function", "role"),
                    Map.of("label", Map.of("developer", "x"), "messages[].content", Map.of("", "empty"))),
            new Changes(
                    Set.of("role", "tools.name", "tools[].name", "tools[].function"),
                    Map.of("tools[].strict", "exact", "tools.strict", "exact"),
                    Map.of("tools[].role", Map.of("required", "any"), "tools[].function", Map.of("name", "n"))));

    /** What a preset declares, by the texts of the paths. */
    private record Changes(Set<String> drop, Map<String, String> rename, Map<String, Map<String, String>> replace) {
        Quirks quirks() {
            return Sample.replacing(Sample.quirks(drop, rename, "max_tokens"), replace);
        }
    }

    @Test
    void exactlyWhatIsDeclaredIsChangedAndTold() throws BadRequest {
        int changed = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            Changes changes = CHANGES.get(seed % CHANGES.size());
            Entries sent = new RandomTree(random).request();
            Expected expected = new Expected(changes);
            String text = expected.edited(sent, "").text();
            Encoded encoded = encode(sent.text(), changes.quirks());
            String upstream = new String(encoded.body(), UTF_8);

            assertEquals(withoutGaps(text), withoutGaps(upstream), "seed " + seed);
            assertEquals(tree(text), tree(upstream), "seed " + seed);
            assertEquals(expected.told, new TreeSet<>(encoded.adjusted()), "seed " + seed);
            assertEquals(expected.told.size(), encoded.adjusted().size(), "seed " + seed);
            if (expected.told.stream().noneMatch(each -> each.startsWith("-"))) {
                assertEquals(text, upstream);
            }
            changed += expected.told.isEmpty() ? 0 : 1;
        }
        assertTrue(changed > RUNS / 4 && changed < RUNS, changed + " changed");
    }

    private static Encoded encode(String sent, Quirks quirks) throws BadRequest {
        Target target = new Target(
                Sample.provider("p", 1, quirks), "m", null, 1, null, Set.of(), null, Continuation.NONE, Terms.NONE);
        return Encoding.encode(Request.read(Operation.CHAT, sent.getBytes(UTF_8)), target);
    }

    private static String withoutGaps(String json) {
        return json.replaceAll("(\"(?:[^\"\\\\]|\\\\.)*\")|\\s+", "$1");
    }

    private static JsonObject tree(String json) {
        try (JsonReader reader = TREES.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    /** The changes worked out on the tree. */
    private static final class Expected {
        private final Changes changes;
        private final Set<String> told = new TreeSet<>();

        Expected(Changes changes) {
            this.changes = changes;
        }

        Written edited(Written value, String path) {
            return switch (value) {
                case Scalar scalar -> scalar;
                case Text text -> replaced(text, path);
                case Items(List<Item> items) ->
                    new Items(items.stream()
                            .map(item -> new Item(edited(item.value(), path + "[]"), item.gap()))
                            .toList());
                case Entries(List<Entry> entries) -> new Entries(edited(entries, path));
            };
        }

        private Text replaced(Text text, String path) {
            String other = changes.replace().getOrDefault(path, Map.of()).get(text.content());
            if (other == null) {
                return text;
            }
            told.add(path + ": " + text.content() + "->" + other);
            return new Text(other, "\"" + other.replace("\"", "\\\"") + "\"");
        }

        private List<Entry> edited(List<Entry> entries, String path) {
            List<Entry> claiming = entries.stream()
                    .filter(entry -> !changes.drop().contains(below(path, entry)))
                    .toList();
            List<Entry> kept = new ArrayList<>();
            for (Entry entry : entries) {
                String place = below(path, entry);
                if (!claiming.contains(entry) || claiming.stream().anyMatch(other -> beats(other, entry, path))) {
                    told.add("-" + place);
                } else {
                    kept.add(renamed(entry, place));
                }
            }
            return kept;
        }

        private Entry renamed(Entry entry, String place) {
            Written value = edited(entry.value(), place);
            String name = changes.rename().get(place);
            if (name == null) {
                return new Entry(entry.name(), entry.written(), value, entry.gap());
            }
            told.add(place + "->" + name);
            return new Entry(name, "\"" + name + "\"", value, entry.gap());
        }

        private boolean beats(Entry other, Entry entry, String path) {
            if (other == entry || !sentAs(other, path).equals(sentAs(entry, path))) {
                return false;
            }
            boolean entryIsNull = entry.value().text().equals("null");
            boolean otherIsNull = other.value().text().equals("null");
            return entryIsNull == otherIsNull ? other.name().equals(sentAs(other, path)) : entryIsNull;
        }

        private String sentAs(Entry entry, String path) {
            return changes.rename().getOrDefault(below(path, entry), entry.name());
        }

        private static String below(String path, Entry entry) {
            return path.isEmpty() ? entry.name() : path + "." + entry.name();
        }
    }
}
