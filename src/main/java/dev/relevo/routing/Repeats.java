package dev.relevo.routing;

/** Where a request that was on a target need not go again, by what became of it there. */
final class Repeats {
    private final Candidate candidate;
    private boolean unreachable;
    private boolean tooLong;
    private long from = Long.MAX_VALUE;

    Repeats(Candidate candidate) {
        this.candidate = candidate;
    }

    void unreachable() {
        unreachable = true;
    }

    void tooLong() {
        tooLong = true;
    }

    /** From that moment on the same request may come back to the target. */
    void mayBeFrom(long nanos) {
        from = nanos;
    }

    /** Whether the attempt was on that candidate, or tells the same of it as one would. */
    boolean concern(Candidate other) {
        return other.isSame(candidate)
                || (unreachable
                        && other.scopes().endpoint() == candidate.scopes().endpoint())
                || (tooLong && !other.mayTakeMoreThan(candidate));
    }

    /**
     * From when on trying that candidate would do more than repeat the attempt: the smallest long if it has nothing to do with
     * it, the largest for never.
     */
    long opens(Candidate other) {
        return concern(other) ? from : Long.MIN_VALUE;
    }
}
