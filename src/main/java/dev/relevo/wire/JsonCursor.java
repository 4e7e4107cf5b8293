package dev.relevo.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A strict pull reader over the bytes of one JSON text: RFC 8259's grammar, strict UTF-8 without a byte order mark, at
 * most {@value #MAX_DEPTH} levels deep. What it has passed is proven well-formed. An escaped lone surrogate is accepted,
 * since upstreams cut characters in two between events. Equal names in an object are the caller's business.
 *
 * <p>All offsets are indices in the array. Each value is entered, skipped or read, exactly once, before {@link #nextMember}
 * or {@link #nextElement} moves on:
 *
 * <pre>{@code
 * cursor.enterObject();
 * while (cursor.nextMember()) {
 *     switch (cursor.name()) {
 *         case "model" -> model = cursor.string();
 *         default -> cursor.skip();
 *     }
 * }
 * cursor.end();
 * }</pre>
 *
 * <p>Every method that moves throws {@link MalformedJson} where the text is malformed or the value is not of the kind
 * that the method reads, and nothing else, whatever the bytes are.
 */
public final class JsonCursor {
    /** How many containers may be open at once. */
    public static final int MAX_DEPTH = 512;

    /** What a value is. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL
    }

    private final byte[] bytes;
    private final int to;
    private int at;

    /** A bit for each open container: set for an object. Grows, since few texts nest deeply. */
    private long[] objects = new long[1];

    private int depth;

    /** Whether the innermost container was just entered, so that no comma precedes what comes next. */
    private boolean fresh;

    private int nameFrom;
    private int nameTo;

    /** Whether the name is ASCII without escapes. */
    private boolean namePlain;

    /**
     * Begins before the text.
     *
     * @param from the index of the text's first byte
     * @param to the index just past its last one
     * @throws IndexOutOfBoundsException if the array has no such range
     */
    public JsonCursor(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /** The kind of the value that comes next, which stays unread. */
    public Kind kind() {
        return switch (peek("a value")) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case 'n' -> Kind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> throw expected("a value");
        };
    }

    /** Goes into an object, before its first member. */
    public void enterObject() {
        enter('{', "an object");
        objects[depth >>> 6] |= 1L << depth++;
    }

    /** Goes into an array, before its first element. */
    public void enterArray() {
        enter('[', "an array");
        objects[depth >>> 6] &= ~(1L << depth++);
    }

    /**
     * Goes to the value of the next member of the innermost open object, or leaves the object.
     *
     * @return false if it has no more members; its closing brace is consumed
     */
    public boolean nextMember() {
        if (!next('}', "',' or '}'")) {
            return false;
        }
        require('"', "a name");
        passName();
        require(':', "':'");
        at++;
        return true;
    }

    /**
     * Goes to the next element of the innermost open array, or leaves the array.
     *
     * @return false if it has no more elements; its closing bracket is consumed
     */
    public boolean nextElement() {
        return next(']', "',' or ']'");
    }

    /**
     * Whether the current member has this name once its escapes are resolved. Current is the member found last by
     * {@link #nextMember}, in whichever object; skipping its value does not change that.
     */
    public boolean nameIs(String ascii) {
        return namePlain ? JsonToken.matches(ascii, bytes, nameFrom + 1, nameTo - 1) : name().equals(ascii);
    }

    /** The current member's name, its escapes resolved. */
    public String name() {
        return JsonText.unquoted(bytes, nameFrom, nameTo);
    }

    /** The offset of the current name's opening quote. */
    public int nameFrom() {
        return nameFrom;
    }

    /** The offset just past the current name's closing quote. */
    public int nameTo() {
        return nameTo;
    }

    /**
     * Passes over one value of any kind and size, and proves it well-formed.
     *
     * @return the offset of its first byte; {@link #position} is then the offset just past its last one
     */
    public int skip() {
        peek("a value");
        int start = at;
        int outer = depth;
        int outerNameFrom = nameFrom;
        int outerNameTo = nameTo;
        boolean outerNamePlain = namePlain;
        enterOrPass();
        while (depth > outer) {
            if (inObject() ? nextMember() : nextElement()) {
                enterOrPass();
            }
        }
        nameFrom = outerNameFrom;
        nameTo = outerNameTo;
        namePlain = outerNamePlain;
        return start;
    }

    /** Reads a string, its escapes resolved. A lone surrogate stays a lone {@code char}. */
    public String string() {
        int start = passString();
        return JsonText.unquoted(bytes, start, at);
    }

    /** Passes over a string and tells whether it is {@code ""}. */
    public boolean stringIsEmpty() {
        int start = passString();
        return at - start == 2;
    }

    /**
     * Reads a number.
     *
     * @return its value, or null if that is no integer of 64 bits; {@code 1e3} and {@code 5.0} are integers
     */
    public @Nullable Long integer() {
        if (kind() != Kind.NUMBER) {
            throw expected("a number");
        }
        int start = at;
        at = JsonToken.pastNumber(bytes, at, to);
        return JsonNumber.integer(bytes, start, at);
    }

    /** The text from an offset to {@link #position} as it is written, at most {@code limit} bytes of it. */
    public String source(int from, int limit) {
        return new String(bytes, from, Math.min(at - from, limit), StandardCharsets.UTF_8);
    }

    /** The offset just past what was consumed, or of the next value once {@link #kind} was asked. */
    public int position() {
        return at;
    }

    /** Proves that nothing but whitespace is left. */
    public void end() {
        at = JsonToken.pastWhitespace(bytes, at, to);
        if (at < to) {
            throw expected("the end of the text");
        }
    }

    private void enter(char bracket, String what) {
        require(bracket, what);
        if (depth == MAX_DEPTH) {
            throw new MalformedJson("nesting deeper than " + MAX_DEPTH + " levels begins", at);
        }
        if (depth == objects.length * Long.SIZE) {
            objects = Arrays.copyOf(objects, 2 * objects.length);
        }
        at++;
        fresh = true;
    }

    /** Passes over the comma, if one is due, or over the closing bracket; true means that something must follow. */
    private boolean next(char closing, String what) {
        byte found = peek(what);
        if (found == closing) {
            at++;
            depth--;
            fresh = false;
            return false;
        }
        if (!fresh) {
            if (found != ',') {
                throw expected(what);
            }
            at++;
        }
        fresh = false;
        return true;
    }

    private boolean inObject() {
        int innermost = depth - 1;
        return (objects[innermost >>> 6] & 1L << innermost) != 0;
    }

    private void enterOrPass() {
        switch (kind()) {
            case OBJECT -> enterObject();
            case ARRAY -> enterArray();
            case STRING -> at = JsonToken.pastString(bytes, at, to);
            case NUMBER -> at = JsonToken.pastNumber(bytes, at, to);
            case TRUE -> at = JsonToken.pastLiteral("true", bytes, at, to);
            case FALSE -> at = JsonToken.pastLiteral("false", bytes, at, to);
            case NULL -> at = JsonToken.pastLiteral("null", bytes, at, to);
        }
    }

    private void passName() {
        nameFrom = at;
        int plain = ByteScan.plainEnd(bytes, at + 1, to);
        namePlain = plain < to && bytes[plain] == '"';
        at = namePlain ? plain + 1 : JsonToken.pastString(bytes, at, to);
        nameTo = at;
    }

    private int passString() {
        require('"', "a string");
        int start = at;
        at = JsonToken.pastString(bytes, at, to);
        return start;
    }

    private void require(char first, String what) {
        if (peek(what) != first) {
            throw expected(what);
        }
    }

    private byte peek(String what) {
        at = JsonToken.pastWhitespace(bytes, at, to);
        if (at == to) {
            throw expected(what);
        }
        return bytes[at];
    }

    private MalformedJson expected(String what) {
        return JsonToken.expected(what, at, to);
    }
}
