package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What one event of a stream of choices shows, found in its bytes. */
final class Chunk {
    /** Bounds what an index costs. Only many prompts at once ask for more; then {@code [DONE]} alone tells the end. */
    private static final int MOST_CHOICES = 1024;

    /** The member of a choice that says something. */
    private final String part;

    private @Nullable BitSet finished;
    private boolean content;
    private boolean error;
    private boolean choices;

    /** Whether it has the member at all, as every event of an answer does, if only as an empty list. */
    private boolean answers;

    /** Whether it has what an error has that some providers send without an object around it. */
    private boolean complains;

    private int textBytes;
    private @Nullable Usage usage;
    private int cutFrom;
    private int cutTo;

    private Chunk(String part) {
        this.part = part;
    }

    /**
     * Reads an event's data.
     *
     * @param part the member of a choice that says something: {@code delta} or {@code text}
     * @throws dev.relevo.wire.MalformedJson if it is no JSON object
     */
    static Chunk read(String part, byte[] bytes, int from, int to) {
        Chunk chunk = new Chunk(part);
        chunk.read(new JsonCursor(bytes, from, to));
        return chunk;
    }

    /** The choices that it finishes, by index; null for none. */
    @Nullable
    BitSet finished() {
        return finished;
    }

    /** Whether it says something or finishes a choice. */
    boolean hasContent() {
        return content;
    }

    /** Whether it tells of an error, in a member or as the reason of a finish. */
    boolean hasError() {
        return error || (complains && !answers);
    }

    boolean hasChoices() {
        return choices;
    }

    /** The text that it brings, in bytes as it is written. */
    int textBytes() {
        return textBytes;
    }

    /** The tokens that it tells, or null. */
    @Nullable
    Usage usage() {
        return usage;
    }

    /** Where a literal {@code "error":null} begins, with the comma that goes with it; {@link #cutTo} if there is none. */
    int cutFrom() {
        return cutFrom;
    }

    int cutTo() {
        return cutTo;
    }

    private void read(JsonCursor cursor) {
        int previousEnd = -1;
        boolean cutReachesNext = false;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cutReachesNext) {
                cutTo = cursor.nameFrom();
                cutReachesNext = false;
            }
            if (cursor.nameIs("error")) {
                cutReachesNext = readError(cursor, previousEnd);
            } else {
                readMember(cursor);
            }
            previousEnd = cursor.position();
        }
        cursor.end();
    }

    /** Notes where a null stands, with the comma before it; says whether the comma to cut is the one behind it. */
    private boolean readError(JsonCursor cursor, int previousEnd) {
        boolean isNull = cursor.kind() == Kind.NULL;
        cursor.skip();
        if (!isNull) {
            error = true;
            return false;
        }
        cutFrom = previousEnd < 0 ? cursor.nameFrom() : previousEnd;
        cutTo = cursor.position();
        return previousEnd < 0;
    }

    private void readMember(JsonCursor cursor) {
        if (cursor.nameIs("choices") && cursor.kind() == Kind.ARRAY) {
            answers = true;
            readChoices(cursor);
        } else if ((cursor.nameIs("message") || cursor.nameIs("detail")) && cursor.kind() != Kind.NULL) {
            complains = true;
            cursor.skip();
        } else if (cursor.nameIs("usage") && cursor.kind() == Kind.OBJECT) {
            usage = Usage.read(cursor);
        } else if (cursor.nameIs("x_groq") && cursor.kind() == Kind.OBJECT) {
            readGroq(cursor);
        } else {
            cursor.skip();
        }
    }

    /** Groq's own member says in words why it stopped a stream early, and at the end the tokens, asked for or not. */
    private void readGroq(JsonCursor cursor) {
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("usage") && cursor.kind() == Kind.OBJECT) {
                usage = Usage.read(cursor);
            } else {
                error |= cursor.nameIs("error") && cursor.kind() == Kind.STRING;
                cursor.skip();
            }
        }
    }

    private void readChoices(JsonCursor cursor) {
        cursor.enterArray();
        while (cursor.nextElement()) {
            choices = true;
            if (cursor.kind() == Kind.OBJECT) {
                readChoice(cursor);
            } else {
                cursor.skip();
            }
        }
    }

    private void readChoice(JsonCursor cursor) {
        Long index = 0L;
        boolean finishes = false;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("index") && cursor.kind() == Kind.NUMBER) {
                index = cursor.integer();
            } else if (cursor.nameIs(part)) {
                textBytes += Delta.size(cursor);
            } else if (cursor.nameIs("finish_reason") && cursor.kind() == Kind.STRING) {
                finishes = readFinish(cursor.string());
            } else {
                cursor.skip();
            }
        }
        content |= finishes || textBytes > 0;
        if (finishes && index != null && index >= 0 && index < MOST_CHOICES) {
            finish(index.intValue());
        }
    }

    private void finish(int index) {
        if (finished == null) {
            finished = new BitSet();
        }
        finished.set(index);
    }

    /** Providers that fail in mid-answer say so in the reason; xAI sends an empty one. */
    private boolean readFinish(String reason) {
        error |= Finish.isFailure(reason);
        return !reason.isEmpty();
    }
}
