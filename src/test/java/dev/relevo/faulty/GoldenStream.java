package dev.relevo.faulty;

import static dev.relevo.faulty.Completions.choice;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One stream that has it all: two interleaved choices, text, unicode raw and escaped, an emoji split between two events,
 * two tool calls in fragments, a usage chunk and {@code [DONE]}.
 */
public final class GoldenStream {
    /** How many choices a request for it asks for. */
    public static final int N = 2;

    /** A request for it. */
    public static final String REQUEST = "{\"model\":\"auto\",\"stream\":true,\"n\":2,"
            + "\"stream_options\":{\"include_usage\":true},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Weather in Zürich and Tōkyō?\"}]}";

    /** The payload of each event, {@code [DONE]} last. */
    public static final List<String> EVENTS = List.of(
            choice(0, "{\"role\":\"assistant\",\"content\":\"\"}", null),
            choice(1, "{\"role\":\"assistant\",\"content\":null}", null),
            choice(0, "{\"content\":\"Grüße \"}", null),
            choice(1, toolStart(0, "call_a", "weather"), null),
            choice(0, "{\"content\":\"日本 🌦️ \\n\\\"quoted\\\" \\u00e9 \"}", null),
            choice(1, toolArguments(0, "{\\\"city\\\":\\\"Zü"), null),
            choice(0, "{\"content\":\"\\ud83d\"}", null),
            choice(0, "{\"content\":\"\\ude00 done\"}", null),
            choice(1, toolArguments(0, "rich\\\"}"), null),
            choice(1, toolStart(1, "call_b", "weather"), null),
            choice(1, toolArguments(1, "{\\\"city\\\":\\\"Tōkyō\\\"}"), null),
            choice(0, "{}", "stop"),
            choice(1, "{}", "tool_calls"),
            Completions.USAGE,
            Completions.DONE);

    /** What the first choice says. */
    public static final String TEXT = "Grüße 日本 🌦️ \n\"quoted\" é 😀 done";

    /** The event that holds the last choice's finish_reason. */
    public static final int FINISHING_EVENT = 12;

    private GoldenStream() {}

    public static Script script() {
        return Script.events(EVENTS);
    }

    /** The body's bytes as a provider sends them, and as Relevo hands them on. */
    public static byte[] body() {
        return framed(EVENTS.size());
    }

    /** The body's bytes up to the closing brace of the finishing event: a cut from here on loses no content. */
    public static int finishedFrom() {
        return framed(FINISHING_EVENT + 1).length - "\n\n".length();
    }

    private static byte[] framed(int events) {
        StringBuilder body = new StringBuilder();
        EVENTS.subList(0, events)
                .forEach(event -> body.append("data: ").append(event).append("\n\n"));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String toolStart(int index, String id, String name) {
        return "{\"tool_calls\":[{\"index\":" + index + ",\"id\":\"" + id
                + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\"\"}}]}";
    }

    private static String toolArguments(int index, String escaped) {
        return "{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":\"" + escaped + "\"}}]}";
    }
}
