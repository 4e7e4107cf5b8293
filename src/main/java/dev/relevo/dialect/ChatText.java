package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import org.jspecify.annotations.Nullable;

/** The text that one {@code chat.completion.chunk} adds to its first choice, found in its bytes. */
public final class ChatText {
    private final StringBuilder text = new StringBuilder();
    private boolean answers;

    private ChatText() {}

    /**
     * Reads an event's data: the {@code content} of the delta, also where that is a list of parts (Mistral). Reasoning,
     * refusals and tool calls are no part of the text.
     *
     * @return empty where it adds none; null where it is no event of an answer, since it has no {@code choices}
     * @throws dev.relevo.wire.MalformedJson if it is no JSON object
     */
    public static @Nullable String read(byte[] bytes, int from, int to) {
        ChatText event = new ChatText();
        event.readMembers(new JsonCursor(bytes, from, to));
        return event.answers ? event.text.toString() : null;
    }

    private void readMembers(JsonCursor cursor) {
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("choices") && cursor.kind() == Kind.ARRAY) {
                answers = true;
                readChoices(cursor);
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

    /** The index may stand behind what it numbers. */
    private void readChoice(JsonCursor cursor) {
        int before = text.length();
        Long index = 0L;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("index") && cursor.kind() == Kind.NUMBER) {
                index = cursor.integer();
            } else if (cursor.nameIs("delta") && cursor.kind() == Kind.OBJECT) {
                readDelta(cursor);
            } else {
                cursor.skip();
            }
        }
        if (index == null || index != 0) {
            text.setLength(before);
        }
    }

    private void readDelta(JsonCursor cursor) {
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("content")) {
                readContent(cursor);
            } else {
                cursor.skip();
            }
        }
    }

    private void readContent(JsonCursor cursor) {
        switch (cursor.kind()) {
            case STRING -> text.append(cursor.string());
            case ARRAY -> {
                cursor.enterArray();
                while (cursor.nextElement()) {
                    readPart(cursor);
                }
            }
            default -> cursor.skip();
        }
    }

    /** A part that thinks holds its text one level deeper. */
    private void readPart(JsonCursor cursor) {
        if (cursor.kind() != Kind.OBJECT) {
            cursor.skip();
            return;
        }
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("text") && cursor.kind() == Kind.STRING) {
                text.append(cursor.string());
            } else {
                cursor.skip();
            }
        }
    }
}
