package dev.relevo.demo;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import java.util.ArrayList;
import java.util.List;

/** What {@code prompt} and {@code input} may be: a text, several, or either of them in tokens. */
final class Texts {
    private Texts() {}

    /**
     * The texts, at least one of a value that is no empty array; tokens as their numbers.
     *
     * @throws dev.relevo.wire.MalformedJson if it is none of these
     */
    static List<String> read(JsonCursor value) {
        if (value.kind() != Kind.ARRAY) {
            return List.of(value.string());
        }
        List<String> texts = new ArrayList<>();
        StringBuilder tokens = new StringBuilder();
        value.enterArray();
        while (value.nextElement()) {
            switch (value.kind()) {
                case NUMBER -> tokens.append(value.integer()).append(' ');
                case ARRAY -> texts.addAll(read(value));
                default -> texts.add(value.string());
            }
        }
        if (!tokens.isEmpty()) {
            texts.add(tokens.toString());
        }
        return texts;
    }
}
