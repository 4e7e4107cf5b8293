package dev.relevo.demo;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds in a request what a {@link Question} holds. */
final class QuestionReader {
    private final Form form;
    private final JsonCursor cursor;
    private int asked;
    private int prompts = 1;
    private String text = "";
    private int askedBytes;
    private boolean stream;
    private boolean includeUsage;
    private @Nullable Long choices = 1L;

    QuestionReader(Form form, byte[] body) {
        this.form = form;
        cursor = new JsonCursor(body, 0, body.length);
    }

    void readAll() {
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs(form.subject())) {
                readSubject();
            } else {
                readOption(cursor.name());
            }
        }
        cursor.end();
    }

    private void readOption(String name) {
        switch (name) {
            case "stream" -> stream = isTrue();
            case "stream_options" -> readStreamOptions();
            case "n" -> choices = isNull() ? Long.valueOf(1) : cursor.integer();
            default -> cursor.skip();
        }
    }

    Question question() throws Question.Refused {
        if (asked == 0) {
            String missing = "The field " + form.subject() + " is missing or empty: give at least one.";
            throw new Question.Refused(form.subject(), missing);
        }
        if (choices == null || choices < 1 || choices > Question.MAX_CHOICES / prompts) {
            throw new Question.Refused("n", "The demo gives 1 to " + Question.MAX_CHOICES + " choices.");
        }
        return new Question(form, text, askedBytes, stream, includeUsage, choices.intValue() * prompts);
    }

    private void readSubject() {
        cursor.kind();
        int from = cursor.position();
        switch (form) {
            case CHAT -> readMessages();
            case LEGACY -> readPrompts();
        }
        askedBytes = cursor.position() - from;
    }

    private void readPrompts() {
        List<String> texts = Texts.read(cursor);
        asked = texts.size();
        prompts = asked;
        text = texts.isEmpty() ? "" : texts.getLast();
    }

    private void readMessages() {
        cursor.enterArray();
        while (cursor.nextElement()) {
            readMessage();
        }
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
        asked++;
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
