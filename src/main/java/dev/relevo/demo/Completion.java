package dev.relevo.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.wire.JsonText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One answer in OpenAI's format, plain or as the events of a stream. Token counts are estimates: a token is taken for
 * four bytes.
 *
 * @param created seconds since the Unix epoch
 */
record Completion(String id, long created, Question question) {
    static final String MODEL = "relevo-demo";

    private static final int BYTES_PER_TOKEN = 4;

    /** The body of a plain answer. */
    String plain() {
        return head(question.form().object()) + choices(question.form().whole(json(text())), "\"stop\"") + ",\"usage\":"
                + usage() + "}";
    }

    /** The event that opens every choice. */
    String opening() {
        return event(question.form().opening(), "null");
    }

    /** What is said, in pieces. */
    List<String> words() {
        return Lesson.words(text());
    }

    /** The event that says one word in every choice. */
    String word(String word) {
        return event(question.form().piece(json(word)), "null");
    }

    /** The event that ends every choice. */
    String closing() {
        return event(question.form().closing(), "\"stop\"");
    }

    /** The event that tells the usage. */
    String usageEvent() {
        return head(question.form().chunkObject()) + "],\"usage\":" + usage() + "}";
    }

    /** How many tokens a text is taken for. */
    static int tokens(String text) {
        return text.getBytes(UTF_8).length / BYTES_PER_TOKEN;
    }

    private String event(String part, String finishReason) {
        String usage = question.includeUsage() ? ",\"usage\":null" : "";
        return head(question.form().chunkObject()) + choices(part, finishReason) + usage + "}";
    }

    private String choices(String part, String finishReason) {
        return IntStream.range(0, question.choices())
                .mapToObj(index -> "{\"index\":" + index + "," + part + ",\"logprobs\":null,\"finish_reason\":"
                        + finishReason + "}")
                .collect(Collectors.joining(",", "", "]"));
    }

    private String head(String object) {
        return "{\"id\":\"" + id + "\",\"object\":\"" + object + "\",\"created\":" + created + ",\"model\":\"" + MODEL
                + "\",\"choices\":[";
    }

    private String text() {
        return Lesson.on(question.text());
    }

    private String usage() {
        int prompt = question.askedBytes() / BYTES_PER_TOKEN;
        int completion = question.choices() * text().getBytes(UTF_8).length / BYTES_PER_TOKEN;
        return "{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion + ",\"total_tokens\":"
                + (prompt + completion) + "}";
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        JsonText.quote(out, text);
        return out.toString();
    }
}
