package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.MalformedJson;
import org.jspecify.annotations.Nullable;

/** What a plain chat completion says, found in its bytes. */
public final class ChatAnswer {
    private boolean says;
    private boolean error;
    private @Nullable Usage usage;

    private ChatAnswer() {}

    public static ChatAnswer read(byte[] bytes, int from, int to) {
        ChatAnswer answer = new ChatAnswer();
        try {
            answer.read(new JsonCursor(bytes, from, to));
        } catch (MalformedJson e) {
            answer.error = true;
        }
        return answer;
    }

    /** Whether it is JSON that answers: a choice with a message or a finish reason, and no error anywhere. */
    public boolean sound() {
        return says && !error;
    }

    /** The tokens told, or null. */
    public @Nullable Usage usage() {
        return usage;
    }

    private void read(JsonCursor cursor) {
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("error")) {
                error |= cursor.kind() != Kind.NULL;
                cursor.skip();
            } else if (cursor.nameIs("choices") && cursor.kind() == Kind.ARRAY) {
                readChoices(cursor);
            } else if (cursor.nameIs("usage") && cursor.kind() == Kind.OBJECT) {
                usage = Usage.read(cursor);
            } else {
                cursor.skip();
            }
        }
        cursor.end();
    }

    private void readChoices(JsonCursor cursor) {
        cursor.enterArray();
        while (cursor.nextElement()) {
            if (cursor.kind() == Kind.OBJECT) {
                readChoice(cursor);
            } else {
                cursor.skip();
            }
        }
    }

    private void readChoice(JsonCursor cursor) {
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("message") && cursor.kind() == Kind.OBJECT) {
                says |= ChatDelta.saysSomething(cursor);
            } else if (cursor.nameIs("finish_reason") && cursor.kind() == Kind.STRING) {
                String reason = cursor.string();
                says |= !reason.isEmpty();
                error |= reason.equals("error");
            } else {
                cursor.skip();
            }
        }
    }
}
