package dev.relevo.config;

/** What a limit counts. */
public enum Quantity {
    REQUESTS,
    /** Tokens of prompts and answers together. */
    TOKENS,
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    /** Money, in nano-dollars: 1e-9 US dollars. */
    USD,
    /** Requests under way. */
    CONCURRENT
}
