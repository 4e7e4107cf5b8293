package dev.relevo.simulation;

import dev.relevo.config.Quantity;

/** What a request really takes of a limit. */
record Load(long requests, long input, long output, long nanoUsd) {
    static final Load NONE = new Load(0, 0, 0, 0);

    long of(Quantity quantity) {
        return switch (quantity) {
            case REQUESTS, CONCURRENT -> requests;
            case TOKENS -> input + output;
            case INPUT_TOKENS -> input;
            case OUTPUT_TOKENS -> output;
            case USD -> nanoUsd;
        };
    }

    Load plus(Load other) {
        return new Load(requests + other.requests, input + other.input, output + other.output, nanoUsd + other.nanoUsd);
    }

    Load minus(Load other) {
        return plus(new Load(-other.requests, -other.input, -other.output, -other.nanoUsd));
    }
}
