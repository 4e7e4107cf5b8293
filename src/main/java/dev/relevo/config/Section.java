package dev.relevo.config;

import dev.relevo.config.Value.Items;
import dev.relevo.config.Value.Member;
import dev.relevo.config.Value.Members;
import dev.relevo.config.Value.Nothing;
import dev.relevo.config.Value.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is being read: its values by key and type. Each mistake is noted at its place and the default taken, so
 * that reading goes on to the next.
 */
final class Section {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Members members;
    private final String path;
    private final Reading reading;
    private final @Nullable Section under;

    private Section(Members members, String path, Reading reading, @Nullable Section under) {
        this.members = members;
        this.path = path;
        this.reading = reading;
        this.under = under;
    }

    /** The mapping at a path; {@link Nothing} is an empty one, anything else a problem. */
    static Section of(Value value, String path, Reading reading) {
        if (value instanceof Members members) {
            return new Section(members, path, reading, null);
        }
        if (!(value instanceof Nothing)) {
            reading.problem(value.place(), path, value.kind() + ", expected a mapping (key: value)");
        }
        return new Section(new Members(value.place(), Map.of()), path, reading, null);
    }

    /** This section with another one's values where it has none. */
    Section over(Section fallback) {
        return new Section(members, path, reading, fallback);
    }

    Place place() {
        return members.place();
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Notes every key that is none of these. */
    void allow(List<String> keys) {
        members.byName().forEach((name, member) -> {
            if (!keys.contains(name)) {
                reading.problem(member.place(), path(name), "unknown key, " + Suggestion.among(keys, name));
            }
        });
    }

    /** What stands at a key, here or in the section under this one; null if nothing does. */
    @Nullable
    Value value(String key) {
        Member member = members.byName().get(key);
        if (member != null && !(member.value() instanceof Nothing)) {
            return member.value();
        }
        return under == null ? null : under.value(key);
    }

    /** The members, in order. */
    Map<String, Member> all() {
        return members.byName();
    }

    /** The members of a mapping at a key, in order. */
    Map<String, Member> members(String key) {
        Value value = value(key);
        return value == null ? Map.of() : of(value, path(key), reading).members.byName();
    }

    /** The mapping at a key, over the same one of the section under this. */
    Section section(String key) {
        Member member = members.byName().get(key);
        Value own = member == null ? new Nothing(members.place()) : member.value();
        Section section = of(own, path(key), reading);
        return under == null ? section : section.over(under.section(key));
    }

    /** The text at a key; null if there is none. */
    @Nullable
    String text(String key) {
        Value value = value(key);
        return value == null ? null : scalar(value, path(key));
    }

    /** The texts at a key, which holds one or a list of them. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Scalar scalar : scalars(key)) {
            String text = reading.resolved(scalar, path(key));
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** The unresolved texts at a key, which holds one or a list of them. */
    List<Scalar> scalars(String key) {
        List<Scalar> scalars = new ArrayList<>();
        for (Value value : values(key)) {
            if (value instanceof Scalar scalar) {
                scalars.add(scalar);
            } else {
                reading.problem(value.place(), path(key), value.kind() + ", expected text");
            }
        }
        return scalars;
    }

    /** What stands at a key, as a list: its items, or the value itself. */
    List<Value> values(String key) {
        return switch (value(key)) {
            case null -> List.of();
            case Items items -> items.values();
            case Value one -> List.of(one);
        };
    }

    Duration duration(String key, Duration least, Duration otherwise) {
        Duration value = parsed(key, Quantities::duration, "a duration", "one such as 500ms, 30s or 2m");
        String range = "from " + (least.isZero() ? "0s" : least.toMillis() + "ms") + " to 24h";
        return value != null && within(key, value, least, LONGEST, range) ? value : otherwise;
    }

    long size(String key, long least, long most, long otherwise) {
        Long value = parsed(key, Quantities::size, "a size", "one such as 64KiB or 32MiB");
        String range = "from " + least + " to " + most + " bytes";
        return value != null && within(key, value, least, most, range) ? value : otherwise;
    }

    @Nullable
    Integer count(String key, int least, int most) {
        Integer value = parsed(key, Quantities::count, "a number", "a whole one from " + least + " to " + most);
        return value != null && within(key, value, least, most, "from " + least + " to " + most) ? value : null;
    }

    boolean flag(String key, boolean otherwise) {
        Boolean value = parsed(key, Quantities::flag, "a boolean", "true or false");
        return value == null ? otherwise : value;
    }

    /** The text at a key if it is one of these; null, and a problem noted, if it is another one. */
    @Nullable
    String oneOf(String key, Set<String> known) {
        String text = text(key);
        if (text == null || known.contains(text)) {
            return text;
        }
        problem(
                key,
                "unknown value, " + Suggestion.among(known.stream().sorted().toList(), text));
        return null;
    }

    /** Notes a mistake in the value at a key, or in the whole section if there is none. */
    void problem(String key, String what) {
        Value value = value(key);
        reading.problem(value == null ? place() : value.place(), path(key), what);
    }

    private <T extends Comparable<T>> boolean within(String key, T value, T least, T most, String range) {
        boolean within = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
        if (!within) {
            problem(key, "out of range, expected " + range);
        }
        return within;
    }

    private interface Parser<T> {
        @Nullable
        T parse(String text);
    }

    private <T> @Nullable T parsed(String key, Parser<T> parser, String kind, String expected) {
        String text = text(key);
        T value = text == null ? null : parser.parse(text.strip());
        if (text != null && value == null) {
            problem(key, "not " + kind + ", expected " + expected);
        }
        return value;
    }

    private @Nullable String scalar(Value value, String key) {
        if (value instanceof Scalar scalar) {
            return reading.resolved(scalar, key);
        }
        reading.problem(value.place(), key, value.kind() + ", expected a single value");
        return null;
    }
}
