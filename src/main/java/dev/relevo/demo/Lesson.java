package dev.relevo.demo;

import java.util.List;

/** What the demo says: that it is one, what it was asked, and how to get real answers. */
final class Lesson {
    private static final int MAX_QUOTED = 200;

    private Lesson() {}

    static String on(String question) {
        return """
                This is Relevo's built-in demo, not an AI. It answers because this model's providers lack API keys or do not run.

                %s

                For real answers, get a free key at https://console.groq.com/keys and put it into a file named .env beside config.yaml:

                    GROQ_API_KEY=your-key

                Other providers work the same way: config.yaml lists them. This demo understands nothing and calls no tools.""".formatted(quoted(question));
    }

    /** The text in pieces as a model would stream it: words with the space that follows. */
    static List<String> words(String text) {
        return List.of(text.split("(?<=\\s)(?=\\S)"));
    }

    private static String quoted(String question) {
        String line = question.strip().replaceAll("\\s+", " ");
        if (line.isEmpty()) {
            return "Your message has no text.";
        }
        boolean isLong = line.codePointCount(0, line.length()) > MAX_QUOTED;
        return "You asked: “" + (isLong ? line.substring(0, line.offsetByCodePoints(0, MAX_QUOTED)) + "…" : line) + "”";
    }
}
