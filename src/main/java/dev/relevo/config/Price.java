package dev.relevo.config;

/**
 * What a model's tokens cost, in pico-dollars each: a dollar per million tokens is 1,000,000.
 *
 * @param cachedInput of prompt tokens that the provider had kept
 */
public record Price(long input, long output, long cachedInput) {
    private static final long PICO_PER_NANO = 1000;

    /**
     * What a request costs, in nano-dollars, rounded up.
     *
     * @param cachedTokens those of the prompt's tokens that the provider had kept
     */
    public long of(long inputTokens, long cachedTokens, long outputTokens) {
        long pico = (inputTokens - cachedTokens) * input + cachedTokens * cachedInput + outputTokens * output;
        return Math.ceilDiv(pico, PICO_PER_NANO);
    }
}
