package dev.relevo.wire;

import dev.relevo.wire.JsonCursor.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the list in which FastAPI, and so Mistral and many servers of open models, says what is wrong with a
 * request: {@code {"loc":["body","seed"],"msg":"Extra inputs are not permitted","type":"extra_forbidden"}}.
 *
 * @param place the field, as {@code messages.0.role}
 */
record InvalidField(
        @Nullable String place,
        @Nullable String message,
        @Nullable String fault) {

    static InvalidField read(JsonCursor cursor) {
        String place = null;
        String message = null;
        String fault = null;
        cursor.enterObject();
        while (cursor.nextMember()) {
            switch (cursor.name()) {
                case "loc" -> place = path(cursor);
                case "msg" -> message = ErrorShapes.word(cursor);
                case "type" -> fault = ErrorShapes.word(cursor);
                default -> cursor.skip();
            }
        }
        return new InvalidField(place, message, fault);
    }

    /** Joins the steps by dots, without the leading {@code body}. */
    private static @Nullable String path(JsonCursor cursor) {
        if (cursor.kind() != Kind.ARRAY) {
            return ErrorShapes.word(cursor);
        }
        StringBuilder path = new StringBuilder();
        cursor.enterArray();
        while (cursor.nextElement()) {
            String step = ErrorShapes.word(cursor);
            if (step != null && !(path.isEmpty() && step.equals("body"))) {
                path.append(path.isEmpty() ? "" : ".").append(step);
            }
        }
        return path.isEmpty() ? null : path.toString();
    }

    @Override
    public String toString() {
        String what = message == null ? "invalid" : message;
        return place == null ? what : place + ": " + what;
    }
}
