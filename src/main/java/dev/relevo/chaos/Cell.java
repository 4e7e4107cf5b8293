package dev.relevo.chaos;

import dev.relevo.config.OnCut;
import java.util.Locale;

/**
 * One combination of the matrix.
 *
 * @param number from 0; its requests and pools are named by it
 * @param faulty how many of the three upstreams are; every pool asks those first
 * @param policy what its pools do about cut streams
 * @param pools that its requests go to, one after the other
 * @param concurrency how many requests are under way at once
 */
record Cell(int number, Mode mode, boolean stream, int faulty, OnCut policy, int requests, int pools, int concurrency) {
    static final int UPSTREAMS = 3;

    /** More than any cell has requests. */
    static final int NUMBERS = 100_000;

    /** The number of its i-th request; no other request of the matrix has it. */
    int request(int i) {
        return number * NUMBERS + i;
    }

    /** The pool that the i-th request asks for. */
    String pool(int i) {
        return poolNumbered((int) ((long) i * pools / requests));
    }

    String poolNumbered(int pool) {
        return "c" + number + "-" + pool;
    }

    /** Whether the client may have to be told that its answer is cut. */
    boolean mayBeTold() {
        return mode.cuts() && policy == OnCut.ERROR;
    }

    /** For people. */
    String title() {
        return mode.name() + " " + kind() + " " + faulty + "/" + UPSTREAMS + " " + onCut();
    }

    String kind() {
        return stream ? "stream" : "plain";
    }

    /** The policy as the configuration spells it. */
    String onCut() {
        return policy.name().toLowerCase(Locale.ROOT);
    }
}
