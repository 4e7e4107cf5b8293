package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.MalformedJson;
import org.jspecify.annotations.Nullable;

/**
 * What a plain chat completion says, found in its bytes.
 *
 * @param sound whether it is JSON that answers: a choice with a message or a finish reason
 * @param usage tokens, or null where not told
 */
public record ChatAnswer(boolean sound, @Nullable Usage usage) {
    private static final ChatAnswer BROKEN = new ChatAnswer(false, null);

    public static ChatAnswer read(byte[] bytes, int from, int to) {
        try {
            return read(new JsonCursor(bytes, from, to));
        } catch (MalformedJson e) {
            return BROKEN;
        }
    }

    private static ChatAnswer read(JsonCursor cursor) {
        if (cursor.kind() != Kind.OBJECT) {
            return BROKEN;
        }
        boolean sound = false;
        boolean error = false;
        Usage usage = null;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("error")) {
                error |= cursor.kind() != Kind.NULL;
                cursor.skip();
            } else if (cursor.nameIs("choices") && cursor.kind() == Kind.ARRAY) {
                sound = readChoices(cursor);
            } else if (cursor.nameIs("usage") && cursor.kind() == Kind.OBJECT) {
                usage = ChatGrammar.readUsage(cursor);
            } else {
                cursor.skip();
            }
        }
        cursor.end();
        return new ChatAnswer(sound && !error, usage);
    }

    private static boolean readChoices(JsonCursor cursor) {
        boolean sound = false;
        cursor.enterArray();
        while (cursor.nextElement()) {
            if (cursor.kind() == Kind.OBJECT) {
                sound |= readChoice(cursor);
            } else {
                cursor.skip();
            }
        }
        return sound;
    }

    private static boolean readChoice(JsonCursor cursor) {
        boolean says = false;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("message") && cursor.kind() == Kind.OBJECT) {
                says |= ChatGrammar.readDelta(cursor);
            } else if (cursor.nameIs("finish_reason") && cursor.kind() == Kind.STRING) {
                String reason = cursor.string();
                says |= !reason.isEmpty() && !reason.equals("error");
            } else {
                cursor.skip();
            }
        }
        return says;
    }
}
