package dev.relevo.faulty;

import java.util.List;

/** What an OpenAI-compatible provider says at {@code /completions}. Texts are put into JSON as they are. */
public final class LegacyCompletions {
    /** Every event of a whole stream that says it all: unicode raw and escaped, two choices, usage. */
    public static final List<String> GOLDEN = List.of(
            text(0, "Grüße ", null),
            text(1, "", null),
            text(1, "日本 🌦️ \\n\\\"quoted\\\" \\u00e9", null),
            text(0, "\\ud83d", null),
            text(0, "\\ude00", null),
            text(0, "", "stop"),
            text(1, "!", "length"),
            chunk("[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}"),
            Completions.DONE);

    /** The event that holds the last choice's finish_reason. */
    public static final int FINISHING_EVENT = 6;

    private LegacyCompletions() {}

    public static String plainBody(String text) {
        return chunk("[{\"text\":\"" + text + "\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}");
    }

    /** An event of one choice. */
    public static String text(int index, String text, String finishReason) {
        String finish = finishReason == null ? "null" : "\"" + finishReason + "\"";
        return chunk("[{\"text\":\"" + text + "\",\"index\":" + index + ",\"logprobs\":null,\"finish_reason\":" + finish
                + "}]");
    }

    private static String chunk(String choices) {
        return "{\"id\":\"cmpl-up\",\"object\":\"text_completion\",\"created\":1700000000,\"model\":\"upstream-model\","
                + "\"choices\":" + choices + "}";
    }
}
