package dev.relevo.config;

import dev.relevo.config.Value.Member;
import dev.relevo.config.Value.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads where a provider departs from the OpenAI format. */
final class QuirksReader {
    static final List<String> KEYS =
            List.of("drop", "rename", "replace", "max-tokens-field", "gaps", "key-errors", "repairs");

    private static final String NO_FIELD = "no field, expected one such as seed or messages[].name";
    private static final Pattern NAME = Pattern.compile("\\w{1,64}");

    /** Fields that a request cannot do without. */
    private static final Set<String> REQUIRED =
            Set.of("model", "messages", "stream", "prompt", "input", "messages[].role", "messages[].content");

    /** Required fields whose texts may yet be replaced. */
    private static final Set<String> REPLACEABLE = Set.of("messages[].role");

    private static final Map<String, Repair> REPAIRS =
            Arrays.stream(Repair.values()).collect(Collectors.toMap(Repair::key, each -> each));

    private final Section section;
    private final Reading reading;

    private QuirksReader(Section section, Reading reading) {
        this.section = section;
        this.reading = reading;
    }

    static Quirks read(Section section, Reading reading) {
        QuirksReader reader = new QuirksReader(section, reading);
        return new Quirks(
                reader.dropped(),
                reader.renamed(),
                reader.replaced(),
                reader.maxTokensField(),
                reader.patterns("gaps"),
                reader.patterns("key-errors"),
                reader.repairs());
    }

    private String maxTokensField() {
        String field = section.text("max-tokens-field");
        if (field != null && (!NAME.matcher(field).matches() || REQUIRED.contains(field))) {
            section.problem("max-tokens-field", "not such a field, expected one such as max_tokens");
        }
        return field == null ? Quirks.NONE.maxTokensField() : field;
    }

    private Set<FieldPath> dropped() {
        Set<FieldPath> fields = new LinkedHashSet<>();
        for (String text : section.texts("drop")) {
            FieldPath field = FieldPath.parse(text);
            if (field == null) {
                section.problem("drop", "'" + text + "' is " + NO_FIELD);
            } else if (REQUIRED.contains(text)) {
                section.problem("drop", "'" + text + "' is needed, expected optional fields");
            } else {
                fields.add(field);
            }
        }
        return fields;
    }

    private Map<FieldPath, String> renamed() {
        Map<FieldPath, String> renames = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>(REQUIRED);
        section.members("rename").forEach((from, member) -> {
            String path = section.path("rename") + "." + from;
            FieldPath field = field(from, member, path);
            String name = field == null ? null : text(member.value(), path, "the field's other name");
            if (field == null || name == null) {
                return;
            }
            if (REQUIRED.contains(from) || REQUIRED.contains(sibling(from, name))) {
                reading.problem(member.place(), path, "a field that every request needs, expected an optional one");
            } else if (!NAME.matcher(name).matches()) {
                reading.problem(member.value().place(), path, "not a field's name, expected one such as random_seed");
            } else if (!taken.add(sibling(from, name))) {
                reading.problem(member.place(), path, "a name that another field gets, expected one for each");
            } else {
                renames.put(field, name);
            }
        });
        return renames;
    }

    /** The path with another last step. */
    private static String sibling(String path, String name) {
        return path.substring(0, path.lastIndexOf('.') + 1) + name;
    }

    private Map<FieldPath, Map<String, String>> replaced() {
        Map<FieldPath, Map<String, String>> replacements = new LinkedHashMap<>();
        section.members("replace").forEach((from, member) -> {
            String path = section.path("replace") + "." + from;
            FieldPath field = field(from, member, path);
            if (REQUIRED.contains(from) && !REPLACEABLE.contains(from)) {
                reading.problem(member.place(), path, "a field that must stay as it is, expected another");
            } else if (field != null) {
                replacements.put(field, texts(member.value(), path));
            }
        });
        return replacements;
    }

    private Map<String, String> texts(Value value, String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        Section pairs = Section.of(value, path, reading);
        pairs.all().forEach((from, member) -> {
            String to = text(member.value(), pairs.path(from), "the text that takes its place");
            if (to != null) {
                texts.put(from, to);
            }
        });
        return texts;
    }

    private @Nullable FieldPath field(String text, Member member, String path) {
        FieldPath field = FieldPath.parse(text);
        if (field == null) {
            reading.problem(member.place(), path, NO_FIELD);
        }
        return field;
    }

    private @Nullable String text(Value value, String path, String expected) {
        if (value instanceof Scalar scalar) {
            return reading.resolved(scalar, path);
        }
        reading.problem(value.place(), path, value.kind() + ", expected " + expected);
        return null;
    }

    private List<Pattern> patterns(String key) {
        List<Pattern> patterns = new ArrayList<>();
        for (String text : section.texts(key)) {
            try {
                patterns.add(Pattern.compile(text, Pattern.CASE_INSENSITIVE));
            } catch (PatternSyntaxException e) {
                section.problem(key, "not a regular expression (" + e.getDescription() + "), expected one");
            }
        }
        return patterns;
    }

    private Set<Repair> repairs() {
        Set<Repair> repairs = EnumSet.noneOf(Repair.class);
        for (String text : section.texts("repairs")) {
            Repair repair = REPAIRS.get(text);
            if (repair == null) {
                String near =
                        Suggestion.among(REPAIRS.keySet().stream().sorted().toList(), text);
                section.problem("repairs", "'" + text + "' is none, " + near);
            } else {
                repairs.add(repair);
            }
        }
        return repairs;
    }
}
