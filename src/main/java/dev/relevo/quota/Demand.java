package dev.relevo.quota;

import dev.relevo.config.Price;
import dev.relevo.config.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * What one request takes of a target, or is expected to.
 *
 * @param requests one; none where the request counts already
 * @param inputTokens of the prompt
 * @param outputTokens of the answer
 * @param spareTokens by how much the answer may well exceed that: nine of ten do not
 * @param nanoUsd what they cost, or may cost at most; {@link #UNPRICED} where nobody knows a price
 */
public record Demand(int requests, long inputTokens, long outputTokens, long spareTokens, long nanoUsd) {
    /** One request, of which nothing else counts. */
    public static final Demand REQUEST = new Demand(0, 0, 0);

    static final Demand NOTHING = new Demand(0, 0, 0, 0, 0);

    /** What costs as much has no room under a limit of money. */
    static final long UNPRICED = -1;

    /** One that takes some of everything. */
    static final Demand LEAST = new Demand(1, 1, 1);

    /** Of one request. */
    public Demand(long inputTokens, long outputTokens, long nanoUsd) {
        this(1, inputTokens, outputTokens, 0, nanoUsd);
    }

    /** So many tokens at that price, if it is known. */
    public static Demand of(long inputTokens, long outputTokens, @Nullable Price price) {
        return new Demand(inputTokens, outputTokens, cost(inputTokens, outputTokens, price));
    }

    /** What so many tokens cost. */
    static long cost(long inputTokens, long outputTokens, @Nullable Price price) {
        return price == null ? UNPRICED : price.of(inputTokens, 0, outputTokens);
    }

    boolean isPriced() {
        return nanoUsd != UNPRICED;
    }

    /** What it costs, zero where nobody knows. */
    public long knownNanoUsd() {
        return Math.max(0, nanoUsd);
    }

    /** As much of it as a provider knows when it begins to answer. */
    Demand asked() {
        return new Demand(inputTokens, 0, 0);
    }

    /** The rest of it, where the request counts already. */
    Demand withoutRequest() {
        return new Demand(0, inputTokens, outputTokens, spareTokens, nanoUsd);
    }

    /** Whose answer takes that much more. */
    Demand plusAnswer(long tokens) {
        return new Demand(requests, inputTokens, outputTokens + tokens, 0, nanoUsd);
    }

    /** How much of that the answer takes. */
    long answer(Quantity quantity) {
        return quantity == Quantity.TOKENS || quantity == Quantity.OUTPUT_TOKENS ? outputTokens : 0;
    }

    /** How much of that it takes. */
    long of(Quantity quantity) {
        return switch (quantity) {
            case REQUESTS, CONCURRENT -> requests;
            case TOKENS -> inputTokens + outputTokens;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case USD -> knownNanoUsd();
        };
    }
}
