package dev.relevo.dialect;

import dev.relevo.config.Feature;
import dev.relevo.config.Quirks;
import org.jspecify.annotations.Nullable;

/** What a client asks for. */
public enum Operation {
    CHAT("/chat/completions", Feature.CHAT, "messages", "chat completion"),
    /** Legacy completions: of a text, not of a conversation. */
    COMPLETIONS("/completions", Feature.COMPLETIONS, "prompt", "completion"),
    EMBEDDINGS("/embeddings", Feature.EMBEDDINGS, "input", "list of embeddings");

    private final String path;
    private final Feature feature;
    private final String subject;
    private final String answer;

    Operation(String path, Feature feature, String subject, String answer) {
        this.path = path;
        this.feature = feature;
        this.subject = subject;
        this.answer = answer;
    }

    /** Below the base URL. */
    public String path() {
        return path;
    }

    /** What a target must support to serve it. */
    public Feature feature() {
        return feature;
    }

    /** The member of a request that it is about. */
    public String subject() {
        return subject;
    }

    /** As the semantic conventions of OpenTelemetry for GenAI call it ({@code gen_ai.operation.name}). */
    public String telemetryName() {
        return switch (this) {
            case CHAT -> "chat";
            case COMPLETIONS -> "text_completion";
            case EMBEDDINGS -> "embeddings";
        };
    }

    /** What an answer is, for people: {@code chat completion}. */
    public String answer() {
        return answer;
    }

    /** Reads a whole plain answer. */
    public PlainAnswer read(byte[] answer, int from, int to) {
        return switch (this) {
            case CHAT -> PlainAnswer.ofChoices(answer, from, to, "message");
            case COMPLETIONS -> PlainAnswer.ofChoices(answer, from, to, "text");
            case EMBEDDINGS -> PlainAnswer.ofEmbeddings(answer, from, to);
        };
    }

    /**
     * For the events of a streamed answer.
     *
     * @param choices how many the client asked for
     * @param keepText whether what the client is sent is kept, so that another target can go on with it; only of chats
     * @throws IllegalStateException if there is no such stream
     */
    public Grammar grammar(int choices, Encoded encoded, boolean keepText) {
        return switch (this) {
            case CHAT -> chat(choices, encoded, keepText);
            case COMPLETIONS -> new ChoicesGrammar("text", choices, encoded.usageAdded(), null);
            case EMBEDDINGS -> throw new IllegalStateException("embeddings are never streamed");
        };
    }

    private static Grammar chat(int choices, Encoded encoded, boolean keepText) {
        SoFar before = encoded.continued();
        return new ChoicesGrammar(
                "delta",
                choices,
                encoded.usageAdded(),
                ToolCallRepair.ofStream(encoded.repairs()),
                before == null ? null : new Sequel(before, encoded.echoes()),
                keepText ? new Transcript(before) : null);
    }

    /** Whether an answer is text, made token by token: it may be streamed, come in choices, and be limited in length. */
    boolean generates() {
        return this != EMBEDDINGS;
    }

    /** Whether a provider that knows that field by this name knows it in requests of this operation. */
    boolean knows(String field) {
        return this == CHAT || !field.equals("max_completion_tokens");
    }

    /** The field for a limit of ours to the answer's tokens, or null where there is none. */
    @Nullable
    String maxTokensField(Quirks quirks) {
        return switch (this) {
            case CHAT -> quirks.maxTokensField();
            case COMPLETIONS -> "max_tokens";
            case EMBEDDINGS -> null;
        };
    }
}
