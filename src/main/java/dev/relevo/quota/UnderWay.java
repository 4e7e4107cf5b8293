package dev.relevo.quota;

import dev.relevo.config.Quantity;

/** What is reserved and not over. Guarded by the ledger's lock. */
final class UnderWay {
    private long requests;
    private long inputTokens;
    private long outputTokens;
    private long nanoUsd;

    long of(Quantity quantity) {
        return switch (quantity) {
            case REQUESTS, CONCURRENT -> requests;
            case TOKENS -> inputTokens + outputTokens;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case USD -> nanoUsd;
        };
    }

    void begin(Demand demand) {
        add(demand, 1);
    }

    void end(Demand demand) {
        add(demand, -1);
    }

    private void add(Demand demand, int times) {
        requests += times;
        inputTokens += times * demand.inputTokens();
        outputTokens += times * demand.outputTokens();
        nanoUsd += times * demand.nanoUsd();
    }
}
