package dev.relevo.config;

/**
 * What a model's tokens cost, in pico-dollars each: a dollar per million tokens is 1,000,000.
 *
 * @param cachedInput of prompt tokens that the provider had kept
 */
public record Price(long input, long output, long cachedInput) {
    private static final long PICO_PER_NANO = 1000;

    /**
     * What a request costs, in nano-dollars, rounded up. What costs nine million dollars or more, as a request for 128 answers
     * without an end may, costs that much.
     *
     * @param cachedTokens those of the prompt's tokens that the provider had kept
     */
    public long of(long inputTokens, long cachedTokens, long outputTokens) {
        try {
            long whole = Math.multiplyExact(inputTokens - cachedTokens, input);
            long cached = Math.multiplyExact(cachedTokens, cachedInput);
            long answer = Math.multiplyExact(outputTokens, output);
            return Math.ceilDiv(Math.addExact(Math.addExact(whole, cached), answer), PICO_PER_NANO);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / PICO_PER_NANO;
        }
    }
}
