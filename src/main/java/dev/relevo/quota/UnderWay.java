package dev.relevo.quota;

import dev.relevo.config.Quantity;

/** What is reserved and not over. Guarded by the ledger's lock. */
final class UnderWay {
    private final Sum all = new Sum();

    /** What of it the provider has counted: requests and prompts, no answers. */
    private final Sum counted = new Sum();

    private static final class Sum {
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

        void add(Demand demand, long times) {
            requests += times * demand.requests();
            inputTokens += times * demand.inputTokens();
            outputTokens += times * demand.outputTokens();
            nanoUsd += times * demand.knownNanoUsd();
        }
    }

    long of(Quantity quantity) {
        return all.of(quantity);
    }

    /** What the provider has not counted as yet, that attempt aside. */
    long uncounted(Quantity quantity, Reservation own) {
        long others = all.of(quantity) - counted.of(quantity);
        if (!own.isHeld()) {
            return others;
        }
        long its = own.isCounted() ? own.expected().asked().of(quantity) : 0;
        return others - own.expected().of(quantity) + its;
    }

    void begin(Demand demand) {
        all.add(demand, 1);
    }

    /** The provider counts it by now. */
    void counted(Demand demand) {
        counted.add(demand.asked(), 1);
    }

    void end(SetAside over) {
        all.add(over.expected(), -1);
        if (over.isCounted()) {
            counted.add(over.expected().asked(), -1);
        }
    }
}
