package dev.relevo.config;

import dev.relevo.config.MapForm.Pair;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Reads where a provider departs from the OpenAI format. */
final class QuirksReader {
    /** Fields that a request cannot do without. */
    private static final Set<String> REQUIRED =
            Set.of("model", "messages", "stream", "prompt", "input", "messages[].role", "messages[].content");

    /** The required fields whose texts may yet be replaced. */
    private static final Set<String> REPLACEABLE = Set.of("messages[].role");

    private static final ScalarForm<FieldPath> OPTIONAL_FIELD = Scalars.parsed(QuirksReader::optionalField);
    private static final ScalarForm<String> FIELD_NAME =
            Scalars.matching(Pattern.compile("\\w{1,64}"), "not a field's name, expected one such as max_tokens");

    private static final Key<List<FieldPath>> DROP = new Key<>(
            "drop",
            new ListForm<>(OPTIONAL_FIELD),
            "Request fields that it refuses and that are left out, such as seed or messages[].name.");
    private static final Key<List<Pair<FieldPath, String>>> RENAME = new Key<>(
            "rename",
            new MapForm<>(OPTIONAL_FIELD, FIELD_NAME),
            "Request fields that it knows by another name, such as {seed: random_seed}.");
    private static final Key<List<Pair<FieldPath, List<Pair<String, String>>>>> REPLACE = new Key<>(
            "replace",
            new MapForm<>(
                    Scalars.parsed(QuirksReader::replaceableField), new MapForm<>(Scalars.text(), Scalars.text())),
            "Texts of request fields that it knows by another one, such as messages[].role: {developer: system}.");
    private static final Key<String> MAX_TOKENS_FIELD = new Key<>(
            "max-tokens-field",
            FIELD_NAME,
            "The request field that a target's max-tokens goes into.",
            Quirks.NONE.maxTokensField());
    private static final Key<List<Pattern>> GAPS =
            patterns("gaps", "Parts of a 400, 404 or 422 that tell of its own gap, so that another provider may do");
    private static final Key<List<Pattern>> KEY_ERRORS =
            patterns("key-errors", "Parts of a 400 or 403 that really say that the key is wrong");
    private static final Key<List<Pattern>> ACCOUNT_LIMITS =
            patterns("account-limits", "Parts of a 429 that limit the whole account, not just the model");
    private static final Key<List<Pattern>> OVERLOADS = patterns(
            "overloads", "Parts of a 429 that tell of the provider's own overload, not that a limit is reached");
    private static final Key<List<Repair>> REPAIRS =
            new Key<>("repairs", new ListForm<>(Scalars.oneOf(Repair.values())), "What is mended in its answers.");
    static final Key<Continuation> CONTINUES = new Key<>(
            "continues",
            Scalars.oneOf(Continuation.values()),
            "How it is asked to go on with a text that broke off elsewhere (on-cut: continue): by an assistant message at"
                    + " the end, by one marked as prefix, by one with continue_final_message; or that it cannot.",
            Continuation.NONE);

    static final List<Key<?>> KEYS = List.of(
            DROP, RENAME, REPLACE, MAX_TOKENS_FIELD, GAPS, KEY_ERRORS, ACCOUNT_LIMITS, OVERLOADS, REPAIRS, CONTINUES);

    private QuirksReader() {}

    static Quirks read(Section section, Reading reading) {
        Set<Repair> repairs = EnumSet.noneOf(Repair.class);
        repairs.addAll(section.list(REPAIRS));
        return new Quirks(
                new HashSet<>(section.list(DROP)),
                renames(section.list(RENAME), reading),
                replacements(section.list(REPLACE)),
                section.get(MAX_TOKENS_FIELD),
                section.list(GAPS),
                section.list(KEY_ERRORS),
                section.list(ACCOUNT_LIMITS),
                section.list(OVERLOADS),
                repairs,
                section.get(CONTINUES));
    }

    private static Map<FieldPath, String> renames(List<Pair<FieldPath, String>> pairs, Reading reading) {
        Map<FieldPath, String> renames = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Pair<FieldPath, String> pair : pairs) {
            String result = sibling(pair.name().toString(), pair.value());
            if (REQUIRED.contains(result)) {
                reading.problem(
                        pair.place(), pair.path(), "'" + result + "' has a meaning of its own, expected another");
            } else if (!taken.add(result)) {
                reading.problem(pair.place(), pair.path(), "a name that another field gets, expected one for each");
            }
            renames.put(pair.name(), pair.value());
        }
        return renames;
    }

    /** A path with another last step. */
    private static String sibling(String path, String name) {
        return path.substring(0, path.lastIndexOf('.') + 1) + name;
    }

    private static Map<FieldPath, Map<String, String>> replacements(
            List<Pair<FieldPath, List<Pair<String, String>>>> pairs) {
        return pairs.stream()
                .collect(Collectors.toMap(
                        Pair::name,
                        field -> field.value().stream().collect(Collectors.toMap(Pair::name, Pair::value))));
    }

    private static FieldPath optionalField(String text) throws Misspelling {
        return field(text, REQUIRED.contains(text));
    }

    private static FieldPath replaceableField(String text) throws Misspelling {
        return field(text, REQUIRED.contains(text) && !REPLACEABLE.contains(text));
    }

    private static FieldPath field(String text, boolean required) throws Misspelling {
        FieldPath field = FieldPath.parse(text);
        if (field == null) {
            throw new Misspelling("'" + text + "' is no field, expected one such as seed or messages[].name");
        }
        if (required) {
            throw new Misspelling("'" + text + "' is needed as it is, expected an optional field");
        }
        return field;
    }

    private static Key<List<Pattern>> patterns(String name, String words) {
        return new Key<>(
                name,
                new ListForm<>(Scalars.parsed(QuirksReader::regularExpression)),
                words + ": regular expressions, upper and lower case alike.");
    }

    private static Pattern regularExpression(String text) throws Misspelling {
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new Misspelling("not a regular expression (" + e.getDescription() + "), expected one");
        }
    }
}
