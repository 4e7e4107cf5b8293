package dev.relevo.quota;

import dev.relevo.config.Quantity;
import org.jspecify.annotations.Nullable;

/** What is reserved and not over. Guarded by the ledger's lock. */
final class UnderWay {
    /** A request that left longer ago has come in, and whatever it takes to answer it, the provider has counted it. */
    private static final int LONGEST_WAY_SECONDS = 5;

    /** A word that the provider gave longer ago has come in. */
    private static final int LONGEST_WORD_SECONDS = 3;

    private final Sum all = new Sum();

    /** What of it the provider has counted: requests and prompts, no answers. */
    private final Sum counted = new Sum();

    private final OfLate requests = new OfLate(LONGEST_WAY_SECONDS);

    /** Of prompts when they were counted. */
    private final OfLate inputTokens = new OfLate(LONGEST_WORD_SECONDS);

    /** Of answers when they ended. */
    private final OfLate outputTokens = new OfLate(LONGEST_WORD_SECONDS);

    private final Probation probation = new Probation();
    private long begun;

    private static final class Sum {
        private long requests;
        private long inputTokens;
        private long outputTokens;
        private long nanoUsd;

        /** Of the spare tokens, as lengths of answers have nothing to do with each other. */
        private double squares;

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
            squares += (double) times * demand.spareTokens() * demand.spareTokens();
        }
    }

    long of(Quantity quantity) {
        return all.of(quantity);
    }

    /** What answers are expected to take. */
    long answers(Quantity quantity) {
        return quantity == Quantity.TOKENS || quantity == Quantity.OUTPUT_TOKENS ? all.outputTokens : 0;
    }

    /**
     * The same, its answer as long as nine of ten times suffices for it and all that are under way: of many answers some are
     * shorter than expected where others are longer.
     */
    Demand safely(Demand demand) {
        double squares = all.squares + (double) demand.spareTokens() * demand.spareTokens();
        return squares < 1 ? demand : demand.plusAnswer((long) Math.sqrt(squares));
    }

    /**
     * What is perhaps not counted in what an attempt is told, at most: what came to count within the last seconds may be missing
     * in it.
     *
     * @param begunSince so many requests began later
     */
    long uncounted(Quantity quantity, Reservation own, long begunSince, long now) {
        return quantity == Quantity.REQUESTS
                ? Math.max(begunSince, requests.sum(now) - 1)
                : uncounted(quantity, own) + tokensOfLate(quantity, now);
    }

    private long tokensOfLate(Quantity quantity, long now) {
        return switch (quantity) {
            case TOKENS -> inputTokens.sum(now) + outputTokens.sum(now);
            case INPUT_TOKENS -> inputTokens.sum(now);
            case OUTPUT_TOKENS -> outputTokens.sum(now);
            case REQUESTS, CONCURRENT, USD -> 0;
        };
    }

    /** What the provider has not counted as yet. */
    long uncounted(Quantity quantity) {
        return all.of(quantity) - counted.of(quantity);
    }

    /** What the provider has not counted as yet, but for that attempt's prompt, and its answer where that is told of, too. */
    private long uncounted(Quantity quantity, Reservation own) {
        long others = uncounted(quantity);
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
        requests.add(1, now);
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

    /** The provider counts it by now. */
    void counted(SetAside reached, long now) {
        counted.add(reached.expected().asked(), 1);
        inputTokens.add(reached.expected().inputTokens(), now);
        probation.passed(reached.sequence());
    }

    /** @param taken null for nothing */
    void end(SetAside over, @Nullable Demand taken, long now) {
        outputTokens.add(taken == null ? 0 : taken.outputTokens(), now);
        all.add(over.expected(), -1);
        probation.ended(over.sequence());
        if (over.isCounted()) {
            counted.add(over.expected().asked(), -1);
        }
    }
}
