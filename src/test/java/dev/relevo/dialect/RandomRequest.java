package dev.relevo.dialect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes up chat requests: known fields with every kind of value, unknown ones with whatever JSON allows. */
final class RandomRequest {
    private static final List<String> GAPS = List.of("", "", "", " ", "\n", "\t ", "\r\n  ");
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1.0",
            "1e400",
            "-1E+2",
            "0.1e-7",
            "12345678901234567890",
            "3.141592653589793238462643383279",
            "\"\"",
            "\"\\u0041\\n\\t\\\"\\\\\\/\"",
            "\"\\ud83d\"",
            "\"\\ud83d\\ude00 héllo \u2028 \ud83d\ude00\"",
            "\"{\\\"model\\\":1},\"");
    private static final List<String> LIMITS = List.of(
            "null", "1", "4096", "4097", "5e3", "4096.5", "1e400", "12345678901234567890", "-1", "\"9999\"", "[]");
    private static final List<String> FLAGS = List.of("null", "true", "false");
    private static final List<String> NAMES =
            List.of("user", "store", "logprobs", "end_user", "seed", "tools", "logit_bias");

    private final Random random;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Piece> options = new ArrayList<>();

    RandomRequest(Random random) {
        this.random = random;
        for (int i = random.nextInt(4); i > 0; i--) {
            options.add(random.nextBoolean() ? piece("include_usage", any(FLAGS)) : piece("other", value(2)));
        }
        pieces.add(new Piece("model", written("model"), "\"auto\"", List.of(gap(), gap(), gap(), "")));
        pieces.add(piece("messages", value(4)));
        maybe("stream", any(List.of("null", "true", "true", "true", "false")));
        maybe("stream_options", random.nextInt(3) == 0 ? "null" : Piece.text(options));
        maybe("max_tokens", any(LIMITS));
        maybe("max_completion_tokens", any(LIMITS));
        maybe("n", any(List.of("null", "1", "3", "2.0", "1e2")));
        NAMES.forEach(name -> maybe(name, value(3)));
        IntStream.range(0, random.nextInt(3)).forEach(i -> pieces.add(piece("x-" + i + "\u00e9", value(3))));
        Collections.shuffle(pieces, random);
    }

    /** The members of a request that {@link Request#read} accepts. */
    List<Piece> pieces() {
        return pieces;
    }

    /** The members of {@code stream_options}, should it be an object; some twice. */
    List<Piece> options() {
        return options;
    }

    String text() {
        return Piece.text(pieces);
    }

    private String gap() {
        return any(GAPS);
    }

    private void maybe(String name, String value) {
        if (random.nextBoolean()) {
            pieces.add(piece(name, value));
        }
    }

    private Piece piece(String name, String value) {
        return new Piece(name, written(name), value, List.of(gap(), gap(), gap(), gap()));
    }

    /** Now and then with an escape, which a reader must resolve. */
    private String written(String name) {
        int at = random.nextInt(4 * name.length());
        return at >= name.length()
                ? "\"" + name + "\""
                : "\"" + name.substring(0, at) + String.format("\\u%04X", (int) name.charAt(at))
                        + name.substring(at + 1) + "\"";
    }

    private String value(int depth) {
        int kind = random.nextInt(depth > 0 ? 6 : 4);
        if (kind < 4) {
            return any(SCALARS);
        }
        List<String> values = IntStream.range(0, random.nextInt(4))
                .mapToObj(_ -> gap() + value(depth - 1) + gap())
                .toList();
        if (kind == 4) {
            return "[" + String.join(",", values) + gap() + "]";
        }
        List<String> members = values.stream()
                .map(value -> "\"k" + random.nextInt(3) + "\":" + value)
                .toList();
        return "{" + gap() + String.join(",", members) + "}";
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
