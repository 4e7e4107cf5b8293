package dev.relevo.chaos;

/** What meets the connections of a faulty upstream. */
enum Place {
    /** They are accepted; its faults are in its answers. */
    LISTENING,
    /** Nobody listens. */
    REFUSING,
    /** Somebody listens whose queue is full, so connecting hangs. */
    FULL,
    /** Each is reset as soon as it is accepted. */
    RESETTING,
    /** Each is ended as soon as it is accepted. */
    CLOSING,
    /** A TLS server whose certificate nobody vouches for. */
    UNTRUSTED,
    /** A TLS server whose certificate nobody vouches for and which has expired besides. */
    EXPIRED,
    /** A TLS server that never answers the client's hello. */
    STALLING
}
