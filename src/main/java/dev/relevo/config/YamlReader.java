package dev.relevo.config;

import dev.relevo.config.Value.Items;
import dev.relevo.config.Value.Member;
import dev.relevo.config.Value.Members;
import dev.relevo.config.Value.Nothing;
import dev.relevo.config.Value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * YAML text as {@link Value}s: places and order kept, scalars raw. Duplicate keys, anchors, tags and second documents
 * are problems, so what a person reads is what counts, and no short file grows into a large one.
 *
 * <p>Beyond YAML, <code>${NAME}</code> may stand unquoted inside <code>[...]</code> and <code>{...}</code>, where a brace
 * would end the value: its braces are other characters while the parser reads.
 */
final class YamlReader {
    private static final int MAX_DEPTH = 16;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}\\[\\],\\s\"']*)}");
    private static final Pattern SHIELDED = Pattern.compile("\\$\ue000([^\ue001]*)\ue001");

    /** YAML 1.1's line breaks, as the parser counts them. */
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\n\u0085\u2028\u2029]");

    private static final Set<String> NULLS = Set.of("", "~", "null");

    private final String file;
    private final Parser events;
    private final Reading reading;

    private YamlReader(String file, String text, Reading reading) {
        this.file = file;
        this.events = new ParserImpl(new StreamReader(shielded(text)), new LoaderOptions());
        this.reading = reading;
    }

    /** The file's one document, {@link Nothing} if it is empty; null if the text is no YAML, with a problem noted. */
    static @Nullable Value read(String file, String text, Reading reading) {
        try {
            return new YamlReader(file, text, reading).document();
        } catch (MarkedYAMLException e) {
            reading.problem(place(file, e.getProblemMark()), "", "not YAML: " + explained(e));
        } catch (YAMLException e) {
            reading.problem(unprintable(file, text), "", "not YAML: a character that no text file holds");
        }
        return null;
    }

    /** Where the first character stands that YAML forbids. */
    private static Place unprintable(String file, String text) {
        int at = 0;
        while (at < text.length() && StreamReader.isPrintable(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        String[] lines = LINE_END.split(text.substring(0, at), -1);
        String last = lines[lines.length - 1];
        return new Place(file, lines.length, last.codePointCount(0, last.length()) + 1);
    }

    private Value document() {
        events.getEvent();
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return new Nothing(new Place(file, 1, 1));
        }
        events.getEvent();
        Value root = value("", 0);
        events.getEvent();
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            Place place = place(file, events.peekEvent().getStartMark());
            reading.problem(place, "", "a second document, expected one");
        }
        return root;
    }

    private Value value(String key, int depth) {
        Event event = events.getEvent();
        Place place = place(file, event.getStartMark());
        if (depth > MAX_DEPTH) {
            throw new TooDeep(event.getStartMark());
        }
        refuseSharing(event, place, key);
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar, place);
            case SequenceStartEvent _ -> items(place, key, depth);
            case MappingStartEvent _ -> members(place, key, depth);
            default -> new Nothing(place);
        };
    }

    private static Value scalar(ScalarEvent scalar, Place place) {
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        String text = unshielded(scalar.getValue());
        return plain && NULLS.contains(text) ? new Nothing(place) : new Scalar(place, text);
    }

    private static String shielded(String text) {
        return REFERENCE.matcher(text).replaceAll("\\$\ue000$1\ue001");
    }

    private static String unshielded(String text) {
        return SHIELDED.matcher(text).replaceAll("\\${$1}");
    }

    private Value items(Place place, String key, int depth) {
        List<Value> values = new ArrayList<>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            values.add(value(key + "[" + values.size() + "]", depth + 1));
        }
        events.getEvent();
        return new Items(place, values);
    }

    private Value members(Place place, String key, int depth) {
        Map<String, Member> byName = new LinkedHashMap<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Place at = place(file, events.peekEvent().getStartMark());
            String name = name(key, depth);
            String path = key.isEmpty() ? name : key + "." + name;
            Member earlier = byName.get(name);
            if (earlier != null) {
                reading.problem(
                        at,
                        path,
                        "given twice, expected once (first in line "
                                + earlier.place().line() + ")");
            }
            byName.put(name, new Member(at, value(path, depth + 1)));
        }
        events.getEvent();
        return new Members(place, byName);
    }

    private String name(String key, int depth) {
        if (events.peekEvent() instanceof ScalarEvent scalar) {
            value(key, depth);
            return unshielded(scalar.getValue());
        }
        Value structure = value(key, depth + 1);
        reading.problem(structure.place(), key, structure.kind() + " as a key, expected a name");
        return "";
    }

    private void refuseSharing(Event event, Place place, String key) {
        if (event instanceof AliasEvent) {
            reading.problem(place, key, "a YAML alias (*name), expected the value itself, or quotes if it is one");
        } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
            reading.problem(place, key, "a YAML anchor (&name), expected the value itself");
        }
        if (tag(event) != null) {
            reading.problem(place, key, "a YAML tag (!name), expected the value itself");
        }
    }

    private static @Nullable String tag(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case SequenceStartEvent sequence -> sequence.getTag();
            case MappingStartEvent mapping -> mapping.getTag();
            default -> null;
        };
    }

    private static Place place(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String explained(MarkedYAMLException e) {
        String problem = e.getProblem();
        String context = Objects.requireNonNullElse(e.getContext(), "");
        if (context.startsWith("while scanning a quoted scalar")) {
            return "a quote that is not closed, opened in line "
                    + (e.getContextMark().getLine() + 1);
        }
        if (problem.startsWith("expected <block end>")) {
            return "this does not belong to what is above it, expected the indentation of its neighbours";
        }
        if (problem.contains("\\t(TAB)")) {
            return "a tab, expected spaces";
        }
        if (problem.startsWith("unexpected character found")) {
            return "a * or & at the start of a value, expected quotes around it";
        }
        return problem.startsWith("mapping values are not allowed")
                ? "a ': ' inside a value, expected quotes around it or another indentation"
                : problem;
    }

    private static final class TooDeep extends MarkedYAMLException {
        TooDeep(Mark mark) {
            super(null, null, "nested more than " + MAX_DEPTH + " deep", mark);
        }
    }
}
