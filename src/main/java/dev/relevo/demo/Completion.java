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
        String choices = IntStream.range(0, question.choices())
                .mapToObj(index -> "{\"index\":" + index + ",\"message\":{\"role\":\"assistant\",\"content\":"
                        + json(text())
                        + ",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}")
                .collect(Collectors.joining(","));
        return head("chat.completion") + choices + "],\"usage\":" + usage() + "}";
    }

    /** The event that opens every choice. */
    String opening() {
        return event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    }

    /** What is said, in pieces. */
    List<String> words() {
        return Lesson.words(text());
    }

    /** The event that says one word in every choice. */
    String word(String word) {
        return event("{\"content\":" + json(word) + "}", "null");
    }

    /** The event that ends every choice. */
    String closing() {
        return event("{}", "\"stop\"");
    }

    /** The event that tells the usage. */
    String usageEvent() {
        return head("chat.completion.chunk") + "],\"usage\":" + usage() + "}";
    }

    private String event(String delta, String finishReason) {
        String choices = IntStream.range(0, question.choices())
                .mapToObj(index -> "{\"index\":" + index + ",\"delta\":" + delta
                        + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}")
                .collect(Collectors.joining(","));
        String usage = question.includeUsage() ? ",\"usage\":null" : "";
        return head("chat.completion.chunk") + choices + "]" + usage + "}";
    }

    private String head(String object) {
        return "{\"id\":\"" + id + "\",\"object\":\"" + object + "\",\"created\":" + created + ",\"model\":\"" + MODEL
                + "\",\"choices\":[";
    }

    private String text() {
        return Lesson.on(question.text());
    }

    private String usage() {
        int prompt = question.messageBytes() / BYTES_PER_TOKEN;
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
