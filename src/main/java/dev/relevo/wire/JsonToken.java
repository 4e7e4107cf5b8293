package dev.relevo.wire;

/**
 * The tokens of RFC 8259. Each method passes over one that begins at {@code at}, reads nothing at or beyond {@code to},
 * returns the index just past the token, and throws {@link MalformedJson} where it is malformed or cut off.
 */
final class JsonToken {
    private JsonToken() {}

    static int pastWhitespace(byte[] bytes, int at, int to) {
        int next = at;
        while (next < to && bytes[next] <= ' ' && isWhitespace(bytes[next])) {
            next++;
        }
        return next;
    }

    private static boolean isWhitespace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Passes over a string, both quotes included. */
    static int pastString(byte[] bytes, int at, int to) {
        int next = at + 1;
        while (true) {
            next = ByteScan.plainEnd(bytes, next, to);
            byte found = next < to ? bytes[next] : 0;
            if (found == '"') {
                return next + 1;
            }
            if (found < 0) {
                next = pastCharacters(bytes, next, to);
            } else if (found == '\\') {
                next = pastEscape(bytes, next, to);
            } else if (next == to) {
                throw expected("'\"'", next, to);
            } else {
                throw new MalformedJson("a control character stands unescaped in a string", next);
            }
        }
    }

    private static int pastCharacters(byte[] bytes, int at, int to) {
        int next = at;
        do {
            next = Utf8.past(bytes, next, to);
        } while (next < to && bytes[next] < 0);
        return next;
    }

    private static int pastEscape(byte[] bytes, int at, int to) {
        int next = at + 1;
        return switch (next < to ? bytes[next] : 0) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> next + 1;
            case 'u' -> pastHexDigits(bytes, next + 1, to);
            default -> throw expected("one of \"\\/bfnrtu", next, to);
        };
    }

    private static int pastHexDigits(byte[] bytes, int at, int to) {
        for (int next = at; next < at + 4; next++) {
            if (next == to || Character.digit(bytes[next], 16) < 0) {
                throw expected("a hexadecimal digit", next, to);
            }
        }
        return at + 4;
    }

    static int pastNumber(byte[] bytes, int at, int to) {
        int next = bytes[at] == '-' ? at + 1 : at;
        if (next < to && bytes[next] == '0') {
            next++;
        } else {
            next = pastDigits(bytes, next, to);
        }
        if (next < to && bytes[next] == '.') {
            next = pastDigits(bytes, next + 1, to);
        }
        if (next < to && (bytes[next] == 'e' || bytes[next] == 'E')) {
            next++;
            if (next < to && (bytes[next] == '+' || bytes[next] == '-')) {
                next++;
            }
            next = pastDigits(bytes, next, to);
        }
        return next;
    }

    private static int pastDigits(byte[] bytes, int at, int to) {
        int next = at;
        while (next < to && isDigit(bytes[next])) {
            next++;
        }
        if (next == at) {
            throw expected("a digit", next, to);
        }
        return next;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static int pastLiteral(String literal, byte[] bytes, int at, int to) {
        for (int i = 0; i < literal.length(); i++) {
            if (at + i == to || bytes[at + i] != literal.charAt(i)) {
                throw expected(literal, at + i, to);
            }
        }
        return at + literal.length();
    }

    /** Whether the range holds just that ASCII text. */
    static boolean matches(String ascii, byte[] bytes, int from, int to) {
        boolean same = ascii.length() == to - from;
        for (int at = from; same && at < to; at++) {
            same = bytes[at] == ascii.charAt(at - from);
        }
        return same;
    }

    /** The fault of something else standing at {@code at}, or nothing where that is the end. */
    static MalformedJson expected(String what, int at, int to) {
        return new MalformedJson(at == to ? "the text ends where " + what + " is expected" : what + " is expected", at);
    }
}
