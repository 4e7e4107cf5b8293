package dev.relevo.bench;

/** Chat requests, and the events that answer them. */
final class Chat {
    private static final String FOX = "Tell me more about the \\\"quick\\\" brown fox.\\n";
    private static final String CHUNK =
            "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"bench\",";

    private Chat() {}

    /** Of about so many bytes. */
    static String body(String model, int bytes, boolean stream) {
        return "{\"model\":\"" + model + "\",\"messages\":["
                + "{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},"
                + "{\"role\":\"user\",\"content\":\"" + FOX.repeat(Math.max(1, (bytes - 170) / FOX.length())) + "\"}],"
                + "\"temperature\":0.7,\"max_tokens\":256" + (stream ? ",\"stream\":true" : "") + "}";
    }

    /** The event that begins an answer. */
    static String role() {
        return choice("\"role\":\"assistant\",\"content\":\"\"", "null");
    }

    static String word(int i) {
        return choice("\"content\":\"word" + i + " \"", "null");
    }

    /** The events that end an answer. */
    static String end() {
        return choice("", "\"stop\"") + CHUNK
                + "\"choices\":[],\"usage\":{\"prompt_tokens\":42,\"completion_tokens\":50,\"total_tokens\":92}}\n\n"
                + "data: [DONE]\n\n";
    }

    private static String choice(String delta, String finish) {
        return CHUNK + "\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":" + finish + "}]}\n\n";
    }
}
