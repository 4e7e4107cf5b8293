package dev.relevo.dialect;

import dev.relevo.config.Feature;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;

/** Whether the text of an answer to a request, should it break off, can be given to another target to go on with. */
final class Prefill {
    private final Request request;

    Prefill(Request request) {
        this.request = request;
    }

    /** See {@link Request#continuable}. */
    boolean possible() {
        boolean alone = request.operation() == Operation.CHAT && request.stream() && request.choices() == 1;
        return alone && !request.needs().contains(Feature.LOGPROBS) && isText() && endsInQuestion();
    }

    /** A half of a JSON text is no sound beginning for a model that is made to write a whole one. */
    private boolean isText() {
        Member format = request.member("response_format");
        if (format == null || request.kind(format) != Kind.OBJECT) {
            return format == null || request.kind(format) == Kind.NULL;
        }
        return stringIn(request.cursor(format), "type").equals("text");
    }

    /** A conversation that ends in the assistant's own words is a continuation already. */
    private boolean endsInQuestion() {
        Member messages = request.member("messages");
        if (messages == null || request.kind(messages) != Kind.ARRAY) {
            return false;
        }
        String role = "";
        JsonCursor cursor = request.cursor(messages);
        cursor.enterArray();
        while (cursor.nextElement()) {
            role = stringIn(cursor, "role");
        }
        return !role.isEmpty() && !role.equals("assistant");
    }

    /** Passes over a value; the text of that member of it, or empty. */
    private static String stringIn(JsonCursor value, String name) {
        String text = "";
        if (value.kind() != Kind.OBJECT) {
            value.skip();
            return text;
        }
        value.enterObject();
        while (value.nextMember()) {
            if (value.nameIs(name) && value.kind() == Kind.STRING) {
                text = value.string();
            } else {
                value.skip();
            }
        }
        return text;
    }
}
