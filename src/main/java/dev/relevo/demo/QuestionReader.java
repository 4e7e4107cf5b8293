package dev.relevo.demo;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import org.jspecify.annotations.Nullable;

/** Finds in a request what a {@link Question} holds. */
final class QuestionReader {
    private final JsonCursor cursor;
    private int messages;
    private String text = "";
    private int messageBytes;
    private boolean stream;
    private boolean includeUsage;
    private @Nullable Long choices = 1L;

    QuestionReader(byte[] body) {
        cursor = new JsonCursor(body, 0, body.length);
    }

    void readAll() {
        cursor.enterObject();
        while (cursor.nextMember()) {
            switch (cursor.name()) {
                case "messages" -> readMessages();
                case "stream" -> stream = isTrue();
                case "stream_options" -> readStreamOptions();
                case "n" -> choices = isNull() ? Long.valueOf(1) : cursor.integer();
                default -> cursor.skip();
            }
        }
        cursor.end();
    }

    Question question() throws Question.Refused {
        if (messages == 0) {
            throw new Question.Refused(
                    "messages", "The field messages is missing or empty: give at least one message.");
        }
        if (choices == null || choices < 1 || choices > Question.MAX_CHOICES) {
            throw new Question.Refused("n", "The demo gives 1 to " + Question.MAX_CHOICES + " choices.");
        }
        return new Question(text, messageBytes, stream, includeUsage, choices.intValue());
    }

    private void readMessages() {
        cursor.enterArray();
        int from = cursor.position();
        while (cursor.nextElement()) {
            readMessage();
        }
        messageBytes = cursor.position() - from;
    }

    private void readMessage() {
        String role = "";
        String content = "";
        cursor.enterObject();
        while (cursor.nextMember()) {
            switch (cursor.name()) {
                case "role" -> role = cursor.string();
                case "content" -> content = content();
                default -> cursor.skip();
            }
        }
        messages++;
        if (role.equals("user")) {
            text = content;
        }
    }

    private String content() {
        return switch (cursor.kind()) {
            case STRING -> cursor.string();
            case ARRAY -> parts();
            default -> {
                cursor.skip();
                yield "";
            }
        };
    }

    private String parts() {
        StringBuilder text = new StringBuilder();
        cursor.enterArray();
        while (cursor.nextElement()) {
            cursor.enterObject();
            while (cursor.nextMember()) {
                if (cursor.nameIs("text")) {
                    text.append(cursor.string()).append(' ');
                } else {
                    cursor.skip();
                }
            }
        }
        return text.toString();
    }

    private void readStreamOptions() {
        if (isNull()) {
            return;
        }
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("include_usage")) {
                includeUsage = isTrue();
            } else {
                cursor.skip();
            }
        }
    }

    /** Passes over the value and tells whether it is {@code true}. */
    private boolean isTrue() {
        boolean isTrue = cursor.kind() == Kind.TRUE;
        cursor.skip();
        return isTrue;
    }

    /** Passes over the value if it is {@code null}, and tells so. */
    private boolean isNull() {
        boolean isNull = cursor.kind() == Kind.NULL;
        if (isNull) {
            cursor.skip();
        }
        return isNull;
    }
}
