package dev.relevo.quota;

import dev.relevo.config.Quantity;

/** What is reserved and not over. Guarded by the ledger's lock. */
final class UnderWay {
    private final Sum all = new Sum();

    /** What of it the provider has counted: requests and prompts, no answers. */
    private final Sum counted = new Sum();

    private final Starts starts = new Starts();
    private final Probation probation = new Probation();
    private long begun;

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

    /** What the provider has not counted as yet, but for that attempt's prompt, and its answer where that is told of, too. */
    long uncounted(Quantity quantity, Reservation own) {
        long others = all.of(quantity) - counted.of(quantity);
        if (!own.isHeld()) {
            return others;
        }
        long its = own.isCounted() ? own.expected().asked().of(quantity) : 0;
        long answer = own.answerFollows() ? own.expected().answer(quantity) : 0;
        return others - own.expected().of(quantity) + its + answer;
    }

    /** @param sequence of its reservation */
    void begin(Demand demand, long sequence, long now) {
        all.add(demand, 1);
        starts.began(now);
        probation.began(sequence, now);
        begun++;
    }

    /** How many have begun. */
    long begun() {
        return begun;
    }

    Probation probation() {
        return probation;
    }

    /** How many began within the last seconds, so that a provider has perhaps not counted them, or not when it told. */
    int begunOfLate(long now) {
        return starts.ofLate(now);
    }

    /** The provider counts it by now. */
    void counted(SetAside reached) {
        counted.add(reached.expected().asked(), 1);
        probation.passed(reached.sequence());
    }

    void end(SetAside over) {
        all.add(over.expected(), -1);
        probation.ended(over.sequence());
        if (over.isCounted()) {
            counted.add(over.expected().asked(), -1);
        }
    }
}
