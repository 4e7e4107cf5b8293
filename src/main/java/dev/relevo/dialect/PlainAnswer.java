package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.MalformedJson;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a plain answer says, found in its bytes.
 *
 * @param sound whether it is JSON that answers, without an error anywhere
 * @param usage the tokens told, or null
 */
public record PlainAnswer(boolean sound, @Nullable Usage usage) {
    /** Of a chat completion ({@code message}) or a legacy one ({@code text}). */
    static PlainAnswer ofChoices(byte[] bytes, int from, int to, String part) {
        return read(new JsonCursor(bytes, from, to), "choices", list -> answersInChoices(list, part));
    }

    static PlainAnswer ofEmbeddings(byte[] bytes, int from, int to) {
        return read(new JsonCursor(bytes, from, to), "data", PlainAnswer::answersInVectors);
    }

    /** @param answers passes over the list that is the answer, and tells whether it is one */
    private static PlainAnswer read(JsonCursor cursor, String list, Predicate<JsonCursor> answers) {
        boolean sound = false;
        boolean error = false;
        Usage usage = null;
        try {
            cursor.enterObject();
            while (cursor.nextMember()) {
                if (cursor.nameIs("error")) {
                    error |= cursor.kind() != Kind.NULL;
                    cursor.skip();
                } else if (cursor.nameIs(list) && cursor.kind() == Kind.ARRAY) {
                    sound = answers.test(cursor);
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
        return new PlainAnswer(sound && !error, usage);
    }

    /** Some choice says something or has ended, and none in an error. */
    private static boolean answersInChoices(JsonCursor list, String part) {
        boolean some = false;
        boolean error = false;
        list.enterArray();
        while (list.nextElement()) {
            switch (choice(list, part)) {
                case SAYS -> some = true;
                case ERROR -> error = true;
                case EMPTY -> {}
            }
        }
        return some && !error;
    }

    private enum Choice {
        SAYS,
        EMPTY,
        ERROR
    }

    private static Choice choice(JsonCursor choice, String part) {
        if (choice.kind() != Kind.OBJECT) {
            choice.skip();
            return Choice.EMPTY;
        }
        boolean says = false;
        String reason = "";
        choice.enterObject();
        while (choice.nextMember()) {
            if (choice.nameIs(part)) {
                says |= Delta.says(choice);
            } else if (choice.nameIs("finish_reason") && choice.kind() == Kind.STRING) {
                reason = choice.string();
            } else {
                choice.skip();
            }
        }
        if (Finish.isFailure(reason)) {
            return Choice.ERROR;
        }
        return says || !reason.isEmpty() ? Choice.SAYS : Choice.EMPTY;
    }

    /** Every element has its vector, as numbers or in base64. */
    private static boolean answersInVectors(JsonCursor list) {
        boolean some = false;
        boolean all = true;
        list.enterArray();
        while (list.nextElement()) {
            some = true;
            all &= hasVector(list);
        }
        return some && all;
    }

    private static boolean hasVector(JsonCursor element) {
        if (element.kind() != Kind.OBJECT) {
            element.skip();
            return false;
        }
        boolean found = false;
        element.enterObject();
        while (element.nextMember()) {
            if (element.nameIs("embedding")) {
                boolean vector = element.kind() == Kind.ARRAY || element.kind() == Kind.STRING;
                found = Delta.says(element) && vector;
            } else {
                element.skip();
            }
        }
        return found;
    }
}
