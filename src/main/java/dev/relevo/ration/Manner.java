package dev.relevo.ration;

/** How Relevo may know what a provider allows. */
enum Manner {
    /** From the configuration alone. */
    CONFIGURED,
    /** From the configuration, and from the headers of each answer. */
    BOTH,
    /** From the headers of each answer. */
    HEADERS,
    /** From a sentence in each refusal. */
    PROSE,
    /** From nothing but refusals. */
    NOTHING;

    boolean isConfigured() {
        return this == CONFIGURED || this == BOTH;
    }

    boolean tellsInHeaders() {
        return this == BOTH || this == HEADERS;
    }
}
