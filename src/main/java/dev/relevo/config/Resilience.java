package dev.relevo.config;

import java.time.Duration;

/** A name for several settings of a pool; each of them may still be set by itself. */
enum Resilience {
    STANDARD,
    /** Every failure is absorbed, at the price of streaming: nothing is shown before the answer is whole. */
    MAXIMAL;

    OnCut onCut() {
        return this == MAXIMAL ? OnCut.BUFFER : OnCut.ERROR;
    }

    Retries retries() {
        return this == MAXIMAL ? new Retries(1, Duration.ofSeconds(15), false) : Retries.DEFAULT;
    }

    Timeouts timeouts() {
        return this == MAXIMAL ? Timeouts.UNBOUNDED.withTtft(Duration.ofSeconds(10)) : Timeouts.UNBOUNDED;
    }
}
