package dev.relevo.config;

/** How a target is asked to go on with the text of an answer that broke off elsewhere. */
public enum Continuation {
    /** It cannot: it would begin anew. */
    NONE,
    /** By an assistant message at the end of the conversation. */
    PREFILL,
    /** By one that is marked {@code "prefix": true}. */
    PREFIX,
    /** By one together with {@code "add_generation_prompt": false} and {@code "continue_final_message": true}. */
    FINAL_MESSAGE
}
