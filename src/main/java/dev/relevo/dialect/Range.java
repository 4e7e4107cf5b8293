package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import java.nio.charset.StandardCharsets;

/** Where a JSON value stands in its bytes: from the offset of its first to that behind its last one. */
record Range(int from, int to) {
    /** Passes over the value that comes next. */
    static Range pass(JsonCursor cursor) {
        return new Range(cursor.skip(), cursor.position());
    }

    /** Before the value, with nothing behind it. */
    JsonCursor in(byte[] bytes) {
        return new JsonCursor(bytes, from, to);
    }

    /** The value as it is written. */
    String text(byte[] bytes) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
