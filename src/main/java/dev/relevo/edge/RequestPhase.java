package dev.relevo.edge;

/** Where a connection stands in its present request. */
enum RequestPhase {
    /** Between requests. */
    IDLE,
    HEAD,
    /** The head was read; a handler has the request and may read more of it. */
    BODY,
    /** The request was read whole; a handler answers it. */
    HANDLED,
    /** A head or a body took too long: nothing more is read, and the client is told. */
    LATE,
    /** What the client still sends is dropped. */
    LINGER,
    /** No further request is read. */
    OVER
}
