package dev.relevo.upstream;

/** What an exchange waits for, each with its own timeout. */
public enum Phase {
    /** A name, a connection and a TLS handshake. */
    CONNECT,
    /** The first token of a stream. */
    TTFT,
    /** The whole of a plain answer. */
    ANSWER,
    /** As {@link #TTFT} and {@link #ANSWER}, cut short since the client would not wait for as long. */
    SHARE,
    /** The next bytes of a stream. */
    IDLE,
    /** The end of the client's request. */
    TOTAL
}
