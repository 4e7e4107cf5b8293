package dev.relevo.demo;

/** The two ways in which completions are asked for and given. */
enum Form {
    CHAT("messages", "chatcmpl-demo-", "chat.completion", "chat.completion.chunk"),
    /** Of a text, at {@code /v1/completions}. */
    LEGACY("prompt", "cmpl-demo-", "text_completion", "text_completion");

    private final String subject;
    private final String idPrefix;
    private final String object;
    private final String chunkObject;

    Form(String subject, String idPrefix, String object, String chunkObject) {
        this.subject = subject;
        this.idPrefix = idPrefix;
        this.object = object;
        this.chunkObject = chunkObject;
    }

    /** The member of a request that is completed. */
    String subject() {
        return subject;
    }

    String idPrefix() {
        return idPrefix;
    }

    /** What a plain answer is called. */
    String object() {
        return object;
    }

    /** What an event of a stream is called. */
    String chunkObject() {
        return chunkObject;
    }

    /** The member of a plain answer's choice that says something. */
    String whole(String json) {
        return this == LEGACY
                ? "\"text\":" + json
                : "\"message\":{\"role\":\"assistant\",\"content\":" + json + ",\"refusal\":null,\"annotations\":[]}";
    }

    /** The member of an event's choice that opens it. */
    String opening() {
        return this == LEGACY ? "\"text\":\"\"" : "\"delta\":{\"role\":\"assistant\",\"content\":\"\"}";
    }

    /** The member of an event's choice that says a piece. */
    String piece(String json) {
        return this == LEGACY ? "\"text\":" + json : "\"delta\":{\"content\":" + json + "}";
    }

    /** The member of an event's choice that says nothing more. */
    String closing() {
        return this == LEGACY ? "\"text\":\"\"" : "\"delta\":{}";
    }
}
