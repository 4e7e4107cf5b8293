package dev.relevo.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms of single values. In each of them <code>${NAME}</code> may stand for an environment variable. */
final class Scalars {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String REFERENCE = "\\$\\{\\w+\\}";

    private Scalars() {}

    /** Any text. YAML's numbers and booleans are texts here too. */
    static ScalarForm<String> text() {
        return parsed(text -> text);
    }

    /** A text that a parser understands. */
    static <T> ScalarForm<T> parsed(ScalarForm.Parser<T> parser) {
        return new ScalarForm<>(parser, String::valueOf, Map.of("type", List.of("string", "number", "boolean")));
    }

    /**
     * A path as the system writes them.
     *
     * @param what it has to be, and an example
     */
    static ScalarForm<Path> path(String what) {
        return parsed(text -> {
            try {
                if (!text.isBlank()) {
                    return Path.of(text);
                }
            } catch (InvalidPathException e) {
                throw new Misspelling("not " + what);
            }
            throw new Misspelling("not " + what);
        });
    }

    /** A file's path. */
    static ScalarForm<Path> file() {
        return path("the name of a file, expected one such as /etc/relevo/tls.pem");
    }

    /** A text in which a check finds no mistake. */
    static ScalarForm<String> checked(Function<String, @Nullable String> mistake) {
        return parsed(text -> {
            String what = mistake.apply(text);
            if (what != null) {
                throw new Misspelling(what);
            }
            return text;
        });
    }

    /** A text that fits a pattern, which must mean the same in JavaScript, as a whole. */
    static ScalarForm<String> matching(Pattern whole, String otherwise) {
        ScalarForm<String> form = checked(text -> whole.matcher(text).matches() ? null : otherwise);
        return new ScalarForm<>(form.parser(), form.spelling(), strings("number", whole.pattern()));
    }

    /** A name that a file gives to something. */
    static ScalarForm<String> name() {
        return matching(NAME, "not a name, expected letters, digits, '.', '_' and '-'");
    }

    /** A whole number. */
    static ScalarForm<Integer> count(int least, int most) {
        String range = "from " + least + " to " + most;
        return new ScalarForm<>(
                text -> within(
                        understood(Quantities.count(text.strip()), "a number", "a whole one " + range),
                        least,
                        most,
                        range),
                count -> count,
                ranged("integer", "\\d{1,9}", least, most));
    }

    /** A whole number that may be large. */
    static ScalarForm<Long> amount(long most) {
        return new ScalarForm<>(
                text -> within(
                        understood(
                                Quantities.amount(text.strip()),
                                "a number",
                                "a whole one such as 6000, 6_000, 6k or 1M"),
                        0L,
                        most,
                        "from 0 to " + most),
                amount -> amount,
                ranged("integer", Quantities.AMOUNT.pattern(), 0, most));
    }

    /**
     * US dollars, counted in their {@code 10^-digits}, rounded up.
     *
     * @param digits so many decimals count
     */
    static ScalarForm<Long> dollars(int digits) {
        return new ScalarForm<>(
                text -> understood(
                        Quantities.dollars(text.strip(), digits), "an amount of dollars", "one such as 2 or 0.59"),
                String::valueOf,
                ranged("number", Quantities.DOLLARS.pattern(), 0, 999_999_999));
    }

    /** A part of a whole, from 0 to 1. */
    static ScalarForm<Double> ratio() {
        return new ScalarForm<>(
                text -> understood(Quantities.ratio(text.strip()), "a ratio", "one from 0 to 1 such as 0.1"),
                ratio -> ratio,
                ranged("number", Quantities.RATIO.pattern(), 0, 1));
    }

    /** A size, as its number of bytes. */
    static ScalarForm<Long> size(long least, long most) {
        return new ScalarForm<>(
                text -> within(
                        understood(Quantities.size(text.strip()), "a size", "one such as 64KiB or 32MiB"),
                        least,
                        most,
                        "from " + least + " to " + most + " bytes"),
                Quantities::spelt,
                ranged("integer", Quantities.SIZE.pattern(), least, most));
    }

    /** At most a day. */
    static ScalarForm<Duration> duration(Duration least) {
        String range = "from " + Quantities.spelt(least) + " to " + Quantities.spelt(LONGEST);
        return new ScalarForm<>(
                text -> within(
                        understood(Quantities.duration(text.strip()), "a duration", "one such as 500ms, 30s or 2m"),
                        least,
                        LONGEST,
                        range),
                Quantities::spelt,
                strings("string", Quantities.DURATION.pattern()));
    }

    static ScalarForm<Boolean> flag() {
        return new ScalarForm<>(
                text -> understood(Quantities.flag(text.strip()), "a boolean", "true or false"),
                flag -> flag,
                strings("boolean", "true|false"));
    }

    /** One of these, spelt like {@code round-robin} for {@code ROUND_ROBIN}. */
    static <E extends Enum<E>> ScalarForm<E> oneOf(E[] values) {
        Map<String, E> byKey = new LinkedHashMap<>();
        Arrays.stream(values).forEach(value -> byKey.put(kebab(value), value));
        return oneOf(byKey, Scalars::kebab);
    }

    /** One of these words. */
    static ScalarForm<String> oneOf(Iterable<String> words) {
        Map<String, String> byKey = new LinkedHashMap<>();
        words.forEach(word -> byKey.put(word, word));
        return oneOf(byKey, word -> word);
    }

    private static <T> ScalarForm<T> oneOf(Map<String, T> byKey, Function<T, Object> spelling) {
        ScalarForm.Parser<T> parser = text -> {
            T value = byKey.get(text);
            if (value == null) {
                throw new Misspelling("unknown value, " + Suggestion.among(byKey.keySet(), text));
            }
            return value;
        };
        Map<String, Object> words = Map.of("enum", List.copyOf(byKey.keySet()));
        Map<String, Object> reference = JsonTree.object("type", "string", "pattern", REFERENCE);
        return new ScalarForm<>(parser, spelling, Map.of("anyOf", List.of(words, reference)));
    }

    /** {@code round-robin} for {@code ROUND_ROBIN}. */
    static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> T understood(@Nullable T value, String kind, String expected) throws Misspelling {
        if (value == null) {
            throw new Misspelling("not " + kind + ", expected " + expected);
        }
        return value;
    }

    private static <T extends Comparable<T>> T within(T value, T least, T most, String range) throws Misspelling {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new Misspelling("out of range, expected " + range);
        }
        return value;
    }

    private static Map<String, Object> ranged(String type, String pattern, long least, long most) {
        Map<String, Object> schema = new LinkedHashMap<>(strings(type, pattern));
        schema.put("minimum", least);
        schema.put("maximum", most);
        return schema;
    }

    /** A type of YAML's, or a string that fits the pattern or refers to a variable. */
    private static Map<String, Object> strings(String type, String pattern) {
        List<String> types = Stream.of(type, "string").distinct().toList();
        return JsonTree.object("type", types, "pattern", "^(?:" + pattern + ")$|" + REFERENCE);
    }
}
