package dev.relevo.wire;

import dev.relevo.wire.JsonCursor.Kind;
import org.jspecify.annotations.Nullable;

/** What an object of a provider's body says about an error, whatever its shape. */
final class ErrorShapes {
    /** How much of an error object that has no message is quoted instead. */
    private static final int MAX_QUOTED = 500;

    /** Where a list of details ends for us. */
    private static final int MAX_DETAIL = 2000;

    private @Nullable String message;
    private @Nullable String type;
    private @Nullable String param;
    private @Nullable String code;

    /** Google's word for the kind of error. */
    private @Nullable String status;

    /** RFC 9457's number of the same name. */
    private @Nullable String httpStatus;

    /** RFC 9457's. */
    private @Nullable String title;

    /** RFC 9457's and FastAPI's. */
    private @Nullable String detail;

    /** The value of {@code error} unless it is null, false or empty. */
    private @Nullable String error;

    private @Nullable ErrorShapes inner;

    /** Whether there are {@code choices}, so that only an {@code error} makes this an error. */
    private boolean answer;

    private ErrorShapes() {}

    /** Reads one value: an object, or an array for the object that comes first in it (Gemini). */
    static ErrorShapes read(JsonCursor cursor) {
        ErrorShapes shapes = new ErrorShapes();
        if (cursor.kind() != Kind.ARRAY) {
            shapes.readObject(cursor);
            return shapes;
        }
        cursor.enterArray();
        for (boolean first = true; cursor.nextElement(); first = false) {
            if (first) {
                shapes.readObject(cursor);
            } else {
                cursor.skip();
            }
        }
        return shapes;
    }

    /** The error, or null if none was found. */
    @Nullable
    ErrorBody errorBody() {
        if (answer && error == null) {
            return null;
        }
        if (inner != null) {
            absorb(inner);
        }
        String text = or(text(), error);
        return text == null ? null : new ErrorBody(text, typeName(), param, or(code, httpStatus));
    }

    private void absorb(ErrorShapes nearer) {
        if (nearer.inner != null) {
            nearer.absorb(nearer.inner);
        }
        message = or(nearer.message, message);
        type = or(nearer.type, type);
        param = or(nearer.param, param);
        code = or(nearer.code, code);
        status = or(nearer.status, status);
        httpStatus = or(nearer.httpStatus, httpStatus);
        title = or(nearer.title, title);
        detail = or(nearer.detail, detail);
        error = or(nearer.error, error);
    }

    private @Nullable String text() {
        if (message != null) {
            return message;
        }
        return title != null && detail != null ? title + ": " + detail : or(detail, title);
    }

    private String typeName() {
        boolean uri = type != null && type.indexOf(':') >= 0;
        String named = uri ? status : or(type, status);
        if (named != null) {
            return named;
        }
        String number = or(code, httpStatus);
        boolean isStatus = number != null && number.matches("[45][0-9]{2}");
        return isStatus ? ErrorBody.typeOf(Integer.parseInt(number)) : ErrorBody.UNTYPED;
    }

    private void readObject(JsonCursor cursor) {
        if (cursor.kind() != Kind.OBJECT) {
            cursor.skip();
            return;
        }
        cursor.enterObject();
        while (cursor.nextMember()) {
            readMember(cursor);
        }
    }

    private void readMember(JsonCursor cursor) {
        switch (cursor.name()) {
            case "error" -> readError(cursor);
            case "message" -> readMessage(cursor);
            case "detail" -> readDetail(cursor);
            case "status" -> readStatus(cursor);
            case "type" -> type = or(word(cursor), type);
            case "param" -> param = or(word(cursor), param);
            case "code" -> code = or(word(cursor), code);
            case "title" -> title = or(word(cursor), title);
            case "choices" -> {
                answer = true;
                cursor.skip();
            }
            default -> cursor.skip();
        }
    }

    private void readError(JsonCursor cursor) {
        switch (cursor.kind()) {
            case NULL, FALSE, NUMBER -> cursor.skip();
            case STRING -> error = word(cursor);
            case TRUE, ARRAY -> error = cursor.source(cursor.skip(), MAX_QUOTED);
            case OBJECT -> {
                int start = cursor.position();
                inner = new ErrorShapes();
                inner.readObject(cursor);
                error = cursor.source(start, MAX_QUOTED);
            }
        }
    }

    /** Mistral puts its list of details in here. */
    private void readMessage(JsonCursor cursor) {
        if (cursor.kind() == Kind.OBJECT) {
            readObject(cursor);
        } else {
            message = or(word(cursor), message);
        }
    }

    private void readDetail(JsonCursor cursor) {
        switch (cursor.kind()) {
            case OBJECT -> readObject(cursor);
            case ARRAY -> {
                cursor.enterArray();
                while (cursor.nextElement()) {
                    readInvalidField(cursor);
                }
            }
            default -> detail = or(word(cursor), detail);
        }
    }

    private void readInvalidField(JsonCursor cursor) {
        if (cursor.kind() != Kind.OBJECT) {
            cursor.skip();
            return;
        }
        InvalidField field = InvalidField.read(cursor);
        if (detail == null) {
            detail = field.toString();
            param = field.place();
            code = field.fault();
            type = or(type, ErrorBody.typeOf(422));
        } else if (detail.length() < MAX_DETAIL) {
            detail += "; " + field;
        }
    }

    private void readStatus(JsonCursor cursor) {
        if (cursor.kind() == Kind.NUMBER) {
            httpStatus = word(cursor);
        } else {
            status = or(word(cursor), status);
        }
    }

    /** A string that is not empty, or a number as it is written; null for any other value, which is passed over. */
    static @Nullable String word(JsonCursor cursor) {
        return switch (cursor.kind()) {
            case STRING -> {
                String word = cursor.string();
                yield word.isEmpty() ? null : word;
            }
            case NUMBER -> cursor.source(cursor.skip(), MAX_QUOTED);
            default -> {
                cursor.skip();
                yield null;
            }
        };
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }
}
