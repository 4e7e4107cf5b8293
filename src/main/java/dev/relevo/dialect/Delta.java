package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;

/** A choice's {@code message} or {@code text}, or the part of it that one event brings. */
final class Delta {
    private Delta() {}

    /** Passes over it and tells whether it says anything: whatever is not empty, known or not, but for the role. */
    static boolean says(JsonCursor value) {
        return size(value) > 0;
    }

    /**
     * Passes over it and tells how much it says, in bytes of text as it is written: of all texts in it, but the role and what
     * stands there twice; at least 1 for anything that is not empty.
     */
    static int size(JsonCursor value) {
        if (value.kind() != Kind.OBJECT) {
            return sizeOfPart(value);
        }
        int size = 0;
        value.enterObject();
        while (value.nextMember()) {
            if (value.nameIs("role")) {
                value.skip();
            } else if (value.nameIs("reasoning_details")) {
                size += isEmpty(value) ? 0 : 1;
            } else {
                size += sizeOfPart(value);
            }
        }
        return size;
    }

    private static int sizeOfPart(JsonCursor value) {
        return switch (value.kind()) {
            case STRING -> sizeOfText(value);
            case ARRAY -> {
                int size = 0;
                value.enterArray();
                while (value.nextElement()) {
                    size += Math.max(1, sizeOfPart(value));
                }
                yield size;
            }
            case OBJECT -> {
                int size = 0;
                value.enterObject();
                while (value.nextMember()) {
                    size += Math.max(1, sizeOfPart(value));
                }
                yield size;
            }
            case NULL, FALSE, NUMBER, TRUE -> isEmpty(value) ? 0 : 1;
        };
    }

    /** Passes over a string and tells how many bytes it is written in. */
    static int sizeOfText(JsonCursor string) {
        int from = string.skip();
        return string.position() - from - 2;
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
