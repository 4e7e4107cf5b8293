package dev.relevo.quota;

import java.util.List;

/**
 * What is to outlive the process of one scope.
 *
 * @param scope who it is, the same in every process, without secrets
 * @param writtenMillis since the Unix epoch
 */
public record ScopeState(String scope, long writtenMillis, List<Fact> facts) {
    /** For what never ends. */
    public static final long NEVER = Long.MAX_VALUE;

    public ScopeState {
        facts = List.copyOf(facts);
    }

    /**
     * A rest, what was used of a limit, a limit that was learned, or how long prompts and answers are.
     *
     * @param name what it is, among the scope's facts
     * @param untilMillis when it ends, since the Unix epoch; {@link #NEVER} if it does not
     * @param used how much was used until then; zero where nothing is counted
     * @param value the rest of it, for whoever wrote it
     */
    public record Fact(String name, long untilMillis, long used, String value) {}
}
