package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;

/** A choice's {@code message} or {@code text}, or the part of it that one event brings. */
final class Delta {
    private Delta() {}

    /** Passes over it and tells whether it says anything: whatever is not empty, known or not, but for the role. */
    static boolean says(JsonCursor value) {
        return value.kind() == Kind.OBJECT ? saysSomething(value) : !isEmpty(value);
    }

    private static boolean saysSomething(JsonCursor object) {
        boolean says = false;
        object.enterObject();
        while (object.nextMember()) {
            if (object.nameIs("role")) {
                object.skip();
            } else {
                says |= !isEmpty(object);
            }
        }
        return says;
    }

    /** Passes over a value and tells whether it is empty: null, false, or one without content. */
    static boolean isEmpty(JsonCursor value) {
        return switch (value.kind()) {
            case STRING -> value.stringIsEmpty();
            case ARRAY -> isEmptyArray(value);
            case OBJECT -> isEmptyObject(value);
            case NULL, FALSE -> {
                value.skip();
                yield true;
            }
            case NUMBER, TRUE -> {
                value.skip();
                yield false;
            }
        };
    }

    private static boolean isEmptyArray(JsonCursor array) {
        boolean empty = true;
        array.enterArray();
        while (array.nextElement()) {
            array.skip();
            empty = false;
        }
        return empty;
    }

    private static boolean isEmptyObject(JsonCursor object) {
        boolean empty = true;
        object.enterObject();
        while (object.nextMember()) {
            object.skip();
            empty = false;
        }
        return empty;
    }
}
