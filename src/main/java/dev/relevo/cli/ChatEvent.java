package dev.relevo.cli;

import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.MalformedJson;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one event of a streamed chat completion says to a person.
 *
 * @param text of the first choice; empty where it has none
 * @param error why the stream is cut, or null
 */
record ChatEvent(String text, @Nullable String error) {
    static ChatEvent read(byte[] bytes, int from, int to) {
        try {
            JsonCursor json = new JsonCursor(bytes, from, to);
            StringBuilder text = new StringBuilder();
            boolean failed = false;
            json.enterObject();
            while (json.nextMember()) {
                if (json.nameIs("choices") && json.kind() == Kind.ARRAY) {
                    choices(json, text);
                } else {
                    failed |= json.nameIs("error") && json.kind() != Kind.NULL;
                    json.skip();
                }
            }
            return new ChatEvent(text.toString(), failed ? said(Arrays.copyOfRange(bytes, from, to)) : null);
        } catch (MalformedJson e) {
            return new ChatEvent("", "an event is no JSON");
        }
    }

    private static String said(byte[] event) {
        ErrorBody error = ErrorBody.read(event);
        return error == null ? "the server reported an error" : error.message();
    }

    private static void choices(JsonCursor json, StringBuilder text) {
        json.enterArray();
        while (json.nextElement()) {
            member(json, "delta", () -> member(json, "content", () -> content(json, text)));
        }
    }

    private static void content(JsonCursor json, StringBuilder text) {
        if (json.kind() == Kind.STRING) {
            text.append(json.string());
        } else {
            json.skip();
        }
    }

    /** Goes through an object; {@code then} reads the member of that name. */
    private static void member(JsonCursor json, String name, Runnable then) {
        if (json.kind() != Kind.OBJECT) {
            json.skip();
            return;
        }
        json.enterObject();
        while (json.nextMember()) {
            if (json.nameIs(name)) {
                then.run();
            } else {
                json.skip();
            }
        }
    }
}
