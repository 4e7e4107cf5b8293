package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/** Well-formed JSON documents at random, with every liberty that the grammar leaves. Names in an object are distinct. */
final class RandomJson {
    private static final String[] BLANKS = {"", "", "", "", " ", "\n", "\t", "\r\n", "   "};
    private static final String[] CHARACTERS = {
        "a", "model", "0123456789abcdef", " ", "/", "'", "<", "\u007f", "\u00e9", "\u20ac", "\ud83d\ude00", "\uffff",
        "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\u00E9", "\\ud83d\\ude00", "\\u0000", "\\b", "\\f", "\\r", "\\t",
    };
    private static final String[] LONE_SURROGATES = {"\\ud83d", "\\uDE00", "\\ude00\\ud83d"};

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private int names;

    RandomJson(Random random) {
        this.random = random;
    }

    byte[] document() {
        out.setLength(0);
        blank();
        value(5);
        blank();
        return out.toString().getBytes(UTF_8);
    }

    private void value(int levels) {
        switch (random.nextInt(levels == 0 ? 5 : 9)) {
            case 0 -> out.append("null");
            case 1 -> out.append(random.nextBoolean());
            case 2, 3 -> string("");
            case 4 -> number();
            case 5, 6 -> array(levels - 1);
            default -> object(levels - 1);
        }
    }

    private void array(int levels) {
        int size = random.nextInt(5);
        out.append('[');
        for (int i = 0; i < size; i++) {
            element(levels);
            out.append(i < size - 1 ? "," : "");
        }
        blank();
        out.append(']');
    }

    private void object(int levels) {
        int size = random.nextInt(5);
        out.append('{');
        for (int i = 0; i < size; i++) {
            blank();
            string("" + names++);
            blank();
            out.append(':');
            element(levels);
            out.append(i < size - 1 ? "," : "");
        }
        blank();
        out.append('}');
    }

    private void element(int levels) {
        blank();
        value(levels);
        blank();
    }

    private void string(String prefix) {
        out.append('"').append(prefix);
        int pieces = random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            out.append(any(random.nextInt(20) == 0 ? LONE_SURROGATES : CHARACTERS));
        }
        out.append('"');
    }

    private void number() {
        out.append(random.nextBoolean() ? "-" : "");
        out.append(random.nextInt(4) == 0 ? "0" : digits(1 + random.nextInt(9)));
        if (random.nextInt(3) == 0) {
            out.append('.').append(digits(0));
        }
        if (random.nextInt(4) == 0) {
            out.append(any("e", "E", "e+", "E-", "e-")).append(random.nextInt(40));
        }
    }

    private String digits(int first) {
        StringBuilder digits = new StringBuilder().append(first);
        int more = random.nextInt(random.nextInt(4) == 0 ? 25 : 4);
        for (int i = 0; i < more; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private void blank() {
        out.append(any(BLANKS));
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
