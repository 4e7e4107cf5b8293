package dev.relevo.upstream;

/** The body of an answer, piece by piece. */
sealed interface Body permits FramedBody, DecodedBody {
    /**
     * Reads the next piece, which stays where it is until the next call.
     *
     * @return false if the body is complete
     */
    boolean read() throws ExchangeFailure;

    /** Where the piece is: {@code [from, to)} of it. */
    byte[] buffer();

    int from();

    int to();

    /** Gives back what it holds besides memory. */
    void close();
}
