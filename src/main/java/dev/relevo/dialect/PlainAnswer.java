package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.MalformedJson;
import org.jspecify.annotations.Nullable;

/**
 * What a plain answer says, found in its bytes.
 *
 * @param sound whether it is JSON that answers, without an error anywhere
 * @param usage the tokens told, or null
 * @param textBytes how much text, reasoning and arguments of tool calls it has, in bytes as they are written
 */
public record PlainAnswer(boolean sound, @Nullable Usage usage, long textBytes) {
    /** Of a chat completion ({@code message}) or a legacy one ({@code text}). */
    static PlainAnswer ofChoices(byte[] bytes, int from, int to, String part) {
        return new Reading("choices", part).read(new JsonCursor(bytes, from, to));
    }

    static PlainAnswer ofEmbeddings(byte[] bytes, int from, int to) {
        return new Reading("data", "embedding").read(new JsonCursor(bytes, from, to));
    }

    /** Looks through one answer. */
    private static final class Reading {
        private static final String VECTOR = "embedding";

        private final String list;
        private final String part;
        private boolean some;
        private boolean error;
        private long textBytes;

        /**
         * @param list the member that is the answer
         * @param part the member of its elements that says something
         */
        Reading(String list, String part) {
            this.list = list;
            this.part = part;
        }

        PlainAnswer read(JsonCursor cursor) {
            Usage usage = null;
            try {
                cursor.enterObject();
                while (cursor.nextMember()) {
                    if (cursor.nameIs("error")) {
                        error |= cursor.kind() != Kind.NULL;
                        cursor.skip();
                    } else if (cursor.nameIs(list) && cursor.kind() == Kind.ARRAY) {
                        elements(cursor);
                    } else if (cursor.nameIs("usage") && cursor.kind() == Kind.OBJECT) {
                        usage = Usage.read(cursor);
                    } else {
                        cursor.skip();
                    }
                }
                cursor.end();
            } catch (MalformedJson e) {
                error = true;
            }
            boolean told = usage != null && !usage.isEmpty();
            return new PlainAnswer(some && !error, told ? usage : null, textBytes);
        }

        private void elements(JsonCursor elements) {
            elements.enterArray();
            while (elements.nextElement()) {
                if (part.equals(VECTOR)) {
                    vector(elements);
                } else if (elements.kind() == Kind.OBJECT) {
                    choice(elements);
                } else {
                    elements.skip();
                }
            }
        }

        /** One choice that says something or has ended is enough, but none may have ended in an error. */
        private void choice(JsonCursor choice) {
            String reason = "";
            choice.enterObject();
            while (choice.nextMember()) {
                if (choice.nameIs(part)) {
                    textBytes += Delta.size(choice);
                } else if (choice.nameIs("finish_reason") && choice.kind() == Kind.STRING) {
                    reason = choice.string();
                } else {
                    choice.skip();
                }
            }
            error |= Finish.isFailure(reason);
            some |= textBytes > 0 || !reason.isEmpty();
        }

        /** Every element has its vector, as numbers or in base64. */
        private void vector(JsonCursor element) {
            boolean found = false;
            if (element.kind() != Kind.OBJECT) {
                element.skip();
            } else {
                element.enterObject();
                while (element.nextMember()) {
                    if (element.nameIs(part)) {
                        boolean vector = element.kind() == Kind.ARRAY || element.kind() == Kind.STRING;
                        found = Delta.says(element) && vector;
                    } else {
                        element.skip();
                    }
                }
            }
            some = true;
            error |= !found;
        }
    }
}
