package dev.relevo.store;

import org.jspecify.annotations.Nullable;

/**
 * One attempt that has ended, or a request that nobody answered, as usage counts it.
 *
 * @param epochMillis when it ended
 * @param alias the model that was asked for
 * @param target {@code provider/model}, or null where nobody answered
 * @param client the name of its access key, or null
 * @param answered whether it is a client's request that ended here: those sum up to all there were
 * @param failed whether it gave no whole answer, and not because the client left
 * @param inputTokens of the prompt
 * @param outputTokens of the answer
 * @param cachedTokens those of the prompt's that the provider had kept
 * @param reasoningTokens those of the answer's that nobody saw
 * @param estimated whether nobody told the tokens
 * @param nanoUsd what they cost
 * @param ttftNanos from sending to the first content; negative where none came
 */
public record UsageRecord(
        long epochMillis,
        String alias,
        @Nullable String target,
        @Nullable String client,
        boolean answered,
        boolean failed,
        long inputTokens,
        long outputTokens,
        long cachedTokens,
        long reasoningTokens,
        boolean estimated,
        long nanoUsd,
        long ttftNanos) {
    private static final long DAY_MILLIS = 86_400_000;
    private static final long MILLI_NANOS = 1_000_000;

    UsageKey key() {
        return new UsageKey(
                Math.floorDiv(epochMillis, DAY_MILLIS),
                alias,
                target == null ? "" : target,
                client == null ? "" : client);
    }

    void addTo(UsageSum sum) {
        sum.add(Amount.REQUESTS, answered ? 1 : 0);
        sum.add(Amount.FAILURES, failed ? 1 : 0);
        sum.add(Amount.INPUT_TOKENS, inputTokens);
        sum.add(Amount.OUTPUT_TOKENS, outputTokens);
        sum.add(Amount.CACHED_TOKENS, cachedTokens);
        sum.add(Amount.REASONING_TOKENS, reasoningTokens);
        sum.add(Amount.ESTIMATED, estimated ? 1 : 0);
        sum.add(Amount.NANO_USD, nanoUsd);
        if (ttftNanos >= 0) {
            sum.addFirstToken(ttftNanos / MILLI_NANOS);
        }
    }
}
