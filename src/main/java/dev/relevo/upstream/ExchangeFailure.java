package dev.relevo.upstream;

import org.jspecify.annotations.Nullable;

/** Why an exchange brought no whole answer. Expected, hence without a stack trace. */
public final class ExchangeFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** The stage or the party that failed. */
    public enum Kind {
        /** The name has no address, or could not be looked up. */
        DNS,
        /** Nobody listens there. */
        REFUSED,
        /** The handshake failed, the certificate is not to be trusted, or a record was broken. */
        TLS,
        /** No connection for another reason, such as no route. */
        CONNECT,
        /** This process lacks what a connection takes: files, local ports, memory of the system's. */
        STARVED,
        /** The connection broke, or ended before it answered. */
        RESET,
        /** The connection ended inside the answer. */
        TRUNCATED,
        /** What came is not HTTP/1.1 as the RFC has it, or exceeds a limit. */
        BAD_RESPONSE,
        /** A limit passed; {@link ExchangeFailure#phase()} says which. */
        TIMED_OUT,
        /** {@link Exchange#abort()} or {@link Exchange#close()} ended it. */
        ABORTED
    }

    private final Kind kind;
    private final @Nullable Phase phase;
    private final String detail;

    private ExchangeFailure(Kind kind, @Nullable Phase phase, String detail) {
        super(kind + ": " + detail, null, false, false);
        this.kind = kind;
        this.phase = phase;
        this.detail = detail;
    }

    static ExchangeFailure of(Kind kind, String detail) {
        return new ExchangeFailure(kind, null, detail);
    }

    static ExchangeFailure badResponse(String detail) {
        return new ExchangeFailure(Kind.BAD_RESPONSE, null, detail);
    }

    static ExchangeFailure timedOut(Phase phase) {
        String detail = switch (phase) {
            case CONNECT -> "no connection in time";
            case TTFT -> "no first token in time";
            case ANSWER -> "no answer in time";
            case SHARE -> "it was silent for its share of the time that the client allows";
            case IDLE -> "silent for too long in the middle of the answer";
            case TOTAL -> "the request's time is over";
        };
        return new ExchangeFailure(Kind.TIMED_OUT, phase, detail);
    }

    public Kind kind() {
        return kind;
    }

    /** The limit that passed; null unless the kind is {@link Kind#TIMED_OUT}. */
    public @Nullable Phase phase() {
        return phase;
    }

    /** In words for people; carries nothing of the request. */
    public String detail() {
        return detail;
    }
}
