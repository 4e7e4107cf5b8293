package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import org.jspecify.annotations.Nullable;

/** One {@code chat.completion.chunk}: what it tells of the answer, and the delta of its first choice. */
final class Passage {
    private final byte[] bytes;
    private boolean answers;
    private @Nullable Range id;
    private @Nullable Range created;
    private @Nullable FirstChoice first;
    private boolean saysElsewhere;

    private Passage(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads an event's data.
     *
     * @throws dev.relevo.wire.MalformedJson if it is no JSON object
     */
    static Passage read(byte[] bytes, int from, int to) {
        Passage passage = new Passage(bytes);
        passage.readMembers(new JsonCursor(bytes, from, to));
        return passage;
    }

    /** Whether it is an event of an answer: it has {@code choices}, if only an empty list. */
    boolean answers() {
        return answers;
    }

    /** The answer's {@code id}, whatever it is, or null where there is none. */
    @Nullable
    Range id() {
        return id;
    }

    /** When the answer was {@code created}, whatever that is, or null where there is no such member. */
    @Nullable
    Range created() {
        return created;
    }

    /** The first choice, or null where it brings nothing of it. */
    @Nullable
    FirstChoice first() {
        return first;
    }

    /** The text that it adds to the first choice; empty for none. */
    String text() {
        return first == null ? "" : first.text();
    }

    /** Whether any other choice says something. */
    boolean saysElsewhere() {
        return saysElsewhere;
    }

    private void readMembers(JsonCursor cursor) {
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("choices") && cursor.kind() == Kind.ARRAY) {
                answers = true;
                readChoices(cursor);
            } else if (cursor.nameIs("id")) {
                id = Range.pass(cursor);
            } else if (cursor.nameIs("created")) {
                created = Range.pass(cursor);
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
        Long index = 0L;
        boolean finishes = false;
        Range delta = null;
        cursor.enterObject();
        int open = cursor.position();
        while (cursor.nextMember()) {
            if (cursor.nameIs("index") && cursor.kind() == Kind.NUMBER) {
                index = cursor.integer();
            } else if (cursor.nameIs("delta")) {
                delta = Range.pass(cursor);
            } else if (cursor.nameIs("finish_reason") && cursor.kind() == Kind.STRING) {
                finishes = !cursor.stringIsEmpty();
            } else {
                cursor.skip();
            }
        }
        if (first == null && index != null && index == 0) {
            first = new FirstChoice(bytes, open, delta, finishes);
        } else {
            saysElsewhere |= delta != null && Delta.says(delta.in(bytes));
        }
    }
}
