package dev.relevo.config;

/**
 * What a model's tokens cost, in nano-dollars each: a dollar per million tokens is 1,000.
 *
 * @param cachedInput of prompt tokens that the provider had kept
 */
public record Price(long input, long output, long cachedInput) {

    /**
     * What a request costs, in nano-dollars.
     *
     * @param cachedTokens those of the prompt's tokens that the provider had kept
     */
    public long of(long inputTokens, long cachedTokens, long outputTokens) {
        return (inputTokens - cachedTokens) * input + cachedTokens * cachedInput + outputTokens * output;
    }
}
