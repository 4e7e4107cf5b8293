package dev.relevo.dialect;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A member of a JSON object, piece by piece as it is written.
 *
 * @param name unescaped
 * @param written the name as it stands in the text, quotes included
 * @param value the value as it stands in the text
 * @param gaps whitespace before the name, before the colon, before the value and behind it
 */
record Piece(String name, String written, String value, List<String> gaps) {

    static Piece of(String name, String value) {
        return new Piece(name, "\"" + name + "\"", value, List.of("", "", "", ""));
    }

    Piece withValue(String other) {
        return new Piece(name, written, other, gaps);
    }

    Piece withName(String other) {
        return new Piece(other, "\"" + other + "\"", value, gaps);
    }

    /** The members as an object. */
    static String text(List<Piece> pieces) {
        return pieces.stream().map(Piece::text).collect(Collectors.joining(",", "{", "}"));
    }

    private String text() {
        return gaps.get(0) + written + gaps.get(1) + ":" + gaps.get(2) + value + gaps.get(3);
    }
}
