package dev.relevo.dialect;

import java.util.Set;

/** The reasons of a finish that is none. */
final class Finish {
    /** OpenRouter's and Mistral's; DeepSeek's where its machines are too busy to go on. */
    private static final Set<String> FAILURES = Set.of("error", "insufficient_system_resource");

    private Finish() {}

    /** Whether the provider gave up, so that the answer is not whole. */
    static boolean isFailure(String reason) {
        return FAILURES.contains(reason);
    }
}
