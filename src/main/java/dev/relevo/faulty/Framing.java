package dev.relevo.faulty;

/** How an answer's body is told from what follows. */
public enum Framing {
    /** By a true Content-Length. */
    LENGTH,
    /** Chunked, one chunk for each piece, and a final chunk. */
    CHUNKED,
    /** By the connection's end; an orderly one (with a TLS goodbye) unless a fault comes before. */
    UNTIL_CLOSE,
    /** No framing field is added: the script's own headers say something, true or not. */
    AS_TOLD
}
