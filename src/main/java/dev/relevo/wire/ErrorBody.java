package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.wire.JsonCursor.Kind;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An error as OpenAI's clients read it: {@code {"error":{"message","type","param","code"}}}.
 *
 * @param message words for a person
 * @param type a family of errors, as {@link #typeOf} names them or as the provider does
 * @param param the request's field at fault, as {@code tools.0.name}
 * @param code the precise error, as {@code context_length_exceeded}; numeric codes as text
 */
public record ErrorBody(
        String message,
        String type,
        @Nullable String param,
        @Nullable String code) {

    /** The type of an error whose provider names neither a type nor a status. */
    public static final String UNTYPED = "upstream_error";

    private static final int SUMMARY_LIMIT = 300;

    /** The message, or its beginning: short enough for a line of a log. */
    public String summary() {
        return message.length() > SUMMARY_LIMIT ? message.substring(0, SUMMARY_LIMIT) + "…" : message;
    }

    /** OpenAI's type for an HTTP status. */
    public static String typeOf(int status) {
        return switch (status) {
            case 429 -> "requests";
            case 503 -> "service_unavailable_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    /** The same, typed by the HTTP status if the provider named no type. */
    public ErrorBody typedBy(int status) {
        return type.equals(UNTYPED) ? new ErrorBody(message, typeOf(status), param, code) : this;
    }

    /** The whole body, with all four keys. */
    public byte[] json() {
        StringBuilder out = new StringBuilder(128 + message.length());
        out.append("{\"error\":{\"message\":");
        JsonText.quote(out, message);
        member(out, "type", type);
        member(out, "param", param);
        member(out, "code", code);
        return out.append("}}").toString().getBytes(UTF_8);
    }

    private static void member(StringBuilder out, String name, @Nullable String value) {
        out.append(",\"").append(name).append("\":");
        if (value == null) {
            out.append("null");
        } else {
            JsonText.quote(out, value);
        }
    }

    /**
     * Reads an error in any shape that providers are known to use: OpenAI's own, an error or detail that is a mere string,
     * flat objects, an array around the error, FastAPI's list of details, RFC 9457's title and detail. A large body that
     * is no error costs one pass and no memory.
     *
     * @return null if the body is no JSON or no error
     */
    public static @Nullable ErrorBody read(byte[] body) {
        try {
            JsonCursor cursor = new JsonCursor(body, 0, body.length);
            ErrorShapes found = ErrorShapes.read(cursor);
            cursor.end();
            return found.errorBody();
        } catch (MalformedJson notJson) {
            return null;
        }
    }

    /** Whether the body is an object whose {@code error} is an object with a {@code message} string, so fit to be relayed. */
    public static boolean isOpenAiError(byte[] body) {
        try {
            JsonCursor cursor = new JsonCursor(body, 0, body.length);
            boolean found = hasMember(cursor, "error", error -> hasMember(error, "message", ErrorBody::isString));
            cursor.end();
            return found;
        } catch (MalformedJson notJson) {
            return false;
        }
    }

    private static boolean hasMember(JsonCursor cursor, String name, Predicate<JsonCursor> value) {
        if (cursor.kind() != Kind.OBJECT) {
            cursor.skip();
            return false;
        }
        boolean found = false;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs(name)) {
                found |= value.test(cursor);
            } else {
                cursor.skip();
            }
        }
        return found;
    }

    private static boolean isString(JsonCursor cursor) {
        Kind kind = cursor.kind();
        cursor.skip();
        return kind == Kind.STRING;
    }
}
