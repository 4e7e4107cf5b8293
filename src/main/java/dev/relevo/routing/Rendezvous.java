package dev.relevo.routing;

import java.util.List;

/**
 * Rendezvous hashing (Thaler, Ravishankar, "Using name-based mappings to increase hit rates"): every request of one affinity
 * prefers the same of those that are there, and when one leaves, only its own requests prefer others.
 */
final class Rendezvous {
    /** The golden ratio's part of 2^64, which spreads numbers that lie close together (Steele et al., "Splitmix"). */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private static final double MANTISSA = 0x1p-53;

    private Rendezvous() {}

    /** The entry that is preferred, in proportion to the entries' weights. */
    static Turn turn(List<Turn> free, long affinity) {
        Turn best = free.getFirst();
        double most = 0;
        for (Turn turn : free) {
            double score = -turn.weight() / Math.log(part(affinity, turn.identity()));
            if (score > most) {
                most = score;
                best = turn;
            }
        }
        return best;
    }

    /** Between 0 and 1, both excluded, as if at random for each pair. */
    static double part(long affinity, int identity) {
        long mixed = affinity + GOLDEN * (identity + 1L);
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (((mixed ^ (mixed >>> 31)) >>> 11) + 0.5) * MANTISSA;
    }
}
