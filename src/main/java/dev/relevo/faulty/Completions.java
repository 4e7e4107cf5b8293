package dev.relevo.faulty;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an OpenAI-compatible provider says when all is well. Texts are put into JSON as they are: give them escaped. */
public final class Completions {
    public static final String DONE = "[DONE]";
    public static final String ROLE = choice(0, "{\"role\":\"assistant\",\"content\":\"\"}", null);
    public static final String STOP = choice(0, "{}", "stop");
    public static final String USAGE =
            chunk("[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}");

    private Completions() {}

    /** A plain answer that says the text. */
    public static Script chat(String text) {
        return Script.json(200, chatBody(text));
    }

    public static String chatBody(String text) {
        return completion("{\"role\":\"assistant\",\"content\":\"" + text + "\",\"refusal\":null}", "stop");
    }

    /** A plain answer that calls one function. */
    public static Script toolCall(String name, String escapedArguments) {
        String call = "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"" + name
                + "\",\"arguments\":\"" + escapedArguments + "\"}}";
        String message = "{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"tool_calls\":[" + call + "]}";
        return Script.json(200, completion(message, "tool_calls"));
    }

    /** An event stream of these payloads and nothing else. */
    public static Script stream(String... payloads) {
        return Script.events(List.of(payloads));
    }

    /** A whole stream: the role, one event for each delta, the end, {@code [DONE]}. */
    public static Script streamOf(String... deltas) {
        return Script.events(events(deltas));
    }

    /** The payloads of {@link #streamOf}. */
    public static List<String> events(String... deltas) {
        Stream<String> contents = Stream.of(deltas).map(Completions::content);
        return Stream.of(Stream.of(ROLE), contents, Stream.of(STOP, DONE))
                .flatMap(part -> part)
                .toList();
    }

    /** An event of the first choice with content. */
    public static String content(String text) {
        return choice(0, "{\"content\":\"" + text + "\"}", null);
    }

    /** An event of one choice. */
    public static String choice(int index, String delta, @Nullable String finishReason) {
        String finish = finishReason == null ? "null" : "\"" + finishReason + "\"";
        return chunk("[{\"index\":" + index + ",\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish
                + "}]");
    }

    /** A model list. */
    public static Script models(String... ids) {
        List<String> data = Stream.of(ids)
                .map(id -> "{\"id\":\"" + id + "\",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"test\"}")
                .toList();
        return Script.json(200, "{\"object\":\"list\",\"data\":[" + String.join(",", data) + "]}");
    }

    private static String chunk(String choices) {
        return "{\"id\":\"chatcmpl-up\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                + "\"model\":\"upstream-model\",\"choices\":" + choices + "}";
    }

    private static String completion(String message, String finishReason) {
        return "{\"id\":\"chatcmpl-up\",\"object\":\"chat.completion\",\"created\":1700000000,"
                + "\"model\":\"upstream-model\",\"choices\":[{\"index\":0,\"message\":" + message
                + ",\"logprobs\":null,\"finish_reason\":\"" + finishReason + "\"}],"
                + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}}";
    }
}
