package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The events of a streamed chat completion ({@code chat.completion.chunk}). */
public final class ChatGrammar implements Grammar {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final int choices;
    private final boolean withholdUsage;
    private final BitSet finishedChoices = new BitSet();
    private boolean content;
    private boolean done;
    private @Nullable Usage usage;

    // What the event being read has shown.
    private boolean sawContent;
    private boolean sawError;
    private boolean sawUsage;
    private boolean sawNoChoices;
    private int cutFrom;
    private int cutTo;

    /**
     * @param choices how many choices the client asked for
     * @param withholdUsage whether the usage chunk is not for the client
     */
    public ChatGrammar(int choices, boolean withholdUsage) {
        this.choices = choices;
        this.withholdUsage = withholdUsage;
    }

    @Override
    public Meaning read(byte[] bytes, int from, int to) {
        cutFrom = 0;
        cutTo = 0;
        sawContent = false;
        sawError = false;
        sawUsage = false;
        sawNoChoices = false;
        if (isDone(bytes, from, to)) {
            done = true;
            return Meaning.DONE;
        }
        try {
            readChunk(new JsonCursor(bytes, from, to));
        } catch (MalformedJson e) {
            return Meaning.MALFORMED;
        }
        if (sawError) {
            return Meaning.ERROR;
        }
        content |= sawContent;
        if (sawContent) {
            return Meaning.CONTENT;
        }
        return withholdUsage && sawUsage && sawNoChoices ? Meaning.WITHHELD : Meaning.EMPTY;
    }

    @Override
    public int cutFrom() {
        return cutFrom;
    }

    @Override
    public int cutTo() {
        return cutTo;
    }

    @Override
    public boolean content() {
        return content;
    }

    @Override
    public boolean finished() {
        return (done && content) || finishedChoices.nextClearBit(0) >= choices;
    }

    @Override
    public @Nullable Usage usage() {
        return usage;
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] == ' ') {
            end--;
        }
        return Arrays.equals(bytes, from, end, DONE, 0, DONE.length);
    }

    private void readChunk(JsonCursor cursor) {
        cursor.enterObject();
        int previousEnd = -1;
        boolean cutsFirst = false;
        while (cursor.nextMember()) {
            if (cutsFirst) {
                cutTo = cursor.nameFrom();
                cutsFirst = false;
            }
            if (cursor.nameIs("error")) {
                cutsFirst = readError(cursor, previousEnd);
            } else {
                readMember(cursor);
            }
            previousEnd = cursor.position();
        }
        cursor.end();
    }

    private void readMember(JsonCursor cursor) {
        if (cursor.nameIs("choices") && cursor.kind() == Kind.ARRAY) {
            readChoices(cursor);
        } else if (cursor.nameIs("usage") && cursor.kind() == Kind.OBJECT) {
            usage = readUsage(cursor);
            sawUsage = true;
        } else {
            cursor.skip();
        }
    }

    /** Notes where a null stands, with the comma before it; says whether the comma to cut is the one behind it. */
    private boolean readError(JsonCursor cursor, int previousEnd) {
        int nameFrom = cursor.nameFrom();
        boolean isNull = cursor.kind() == Kind.NULL;
        cursor.skip();
        if (!isNull) {
            sawError = true;
            return false;
        }
        cutFrom = previousEnd < 0 ? nameFrom : previousEnd;
        cutTo = cursor.position();
        return previousEnd < 0;
    }

    private void readChoices(JsonCursor cursor) {
        cursor.enterArray();
        sawNoChoices = true;
        while (cursor.nextElement()) {
            sawNoChoices = false;
            if (cursor.kind() == Kind.OBJECT) {
                readChoice(cursor);
            } else {
                cursor.skip();
            }
        }
    }

    private void readChoice(JsonCursor cursor) {
        int index = 0;
        boolean finished = false;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("index") && cursor.kind() == Kind.NUMBER) {
                Long told = cursor.integer();
                index = told == null || told < 0 || told > 1024 ? 0 : told.intValue();
            } else if (cursor.nameIs("delta") && cursor.kind() == Kind.OBJECT) {
                sawContent |= readDelta(cursor);
            } else if (cursor.nameIs("finish_reason") && cursor.kind() == Kind.STRING) {
                finished = readFinish(cursor);
            } else {
                cursor.skip();
            }
        }
        if (finished) {
            sawContent = true;
            finishedChoices.set(index);
        }
    }

    /** Providers that fail in mid-answer say so in the finish reason (OpenRouter, Mistral); xAI sends an empty one. */
    private boolean readFinish(JsonCursor cursor) {
        String reason = cursor.string();
        if (reason.equals("error")) {
            sawError = true;
        }
        return !reason.isEmpty() && !sawError;
    }

    /** Passes over a delta or message; anything in it but its role is content, unless it is empty. */
    static boolean readDelta(JsonCursor cursor) {
        boolean content = false;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("role")) {
                cursor.skip();
            } else {
                content |= !skipIsEmpty(cursor);
            }
        }
        return content;
    }

    private static boolean skipIsEmpty(JsonCursor cursor) {
        return switch (cursor.kind()) {
            case STRING -> cursor.stringIsEmpty();
            case ARRAY -> skipEmptyArray(cursor);
            case OBJECT -> skipEmptyObject(cursor);
            case NULL, FALSE -> {
                cursor.skip();
                yield true;
            }
            case NUMBER, TRUE -> {
                cursor.skip();
                yield false;
            }
        };
    }

    private static boolean skipEmptyArray(JsonCursor cursor) {
        boolean empty = true;
        cursor.enterArray();
        while (cursor.nextElement()) {
            cursor.skip();
            empty = false;
        }
        return empty;
    }

    private static boolean skipEmptyObject(JsonCursor cursor) {
        boolean empty = true;
        cursor.enterObject();
        while (cursor.nextMember()) {
            cursor.skip();
            empty = false;
        }
        return empty;
    }

    static Usage readUsage(JsonCursor cursor) {
        long prompt = 0;
        long completion = 0;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("prompt_tokens") && cursor.kind() == Kind.NUMBER) {
                prompt = orZero(cursor.integer());
            } else if (cursor.nameIs("completion_tokens") && cursor.kind() == Kind.NUMBER) {
                completion = orZero(cursor.integer());
            } else {
                cursor.skip();
            }
        }
        return new Usage(prompt, completion);
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
