package dev.relevo.store;

import java.util.Locale;

/** What is summed up of requests: a column each. */
public enum Amount {
    /** Requests of clients, each where it was answered. */
    REQUESTS,
    /** Attempts that gave no whole answer, and not because the client left; requests that nobody answered. */
    FAILURES,
    /** Tokens of prompts. */
    INPUT_TOKENS,
    /** Tokens of answers. */
    OUTPUT_TOKENS,
    /** Those of the prompts' tokens that the provider had kept. */
    CACHED_TOKENS,
    /** Those of the answers' tokens that nobody saw. */
    REASONING_TOKENS,
    /** Answers whose tokens nobody told: they are estimates. */
    ESTIMATED,
    /** Money, in nano-dollars: 1e-9 US dollars. */
    NANO_USD,
    /** Answers whose time to the first token is known. */
    FIRST_TOKENS,
    /** The sum of those times. */
    FIRST_TOKEN_MILLIS;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
