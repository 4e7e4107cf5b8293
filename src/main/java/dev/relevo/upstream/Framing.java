package dev.relevo.upstream;

/**
 * Where the body is in the received bytes, and where it ends (RFC 9112, 6.3 and 7.1). It may be given bytes in pieces of
 * any size.
 */
final class Framing {
    private static final int MAX_SIZE_DIGITS = 15;
    private static final int MAX_EXTENSION = 4 * 1024;
    private static final int MAX_TRAILERS = 16 * 1024;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER,
        TRAILER_LF,
        LAST_LF,
        COMPLETE
    }

    private final boolean chunked;
    private final boolean untilClose;
    private State state;
    private long left;
    private int digits;
    private int extension;
    private int trailers;
    private int from;
    private int to;

    private Framing(State state, long left, boolean chunked, boolean untilClose) {
        this.state = state;
        this.left = left;
        this.chunked = chunked;
        this.untilClose = untilClose;
    }

    static Framing none() {
        return counted(0);
    }

    static Framing counted(long length) {
        return new Framing(length == 0 ? State.COMPLETE : State.DATA, length, false, false);
    }

    static Framing chunked() {
        return new Framing(State.SIZE, 0, true, false);
    }

    static Framing untilClose() {
        return new Framing(State.DATA, Long.MAX_VALUE, false, true);
    }

    /** Whether only the end of the connection tells where the body ends. */
    boolean endsWithConnection() {
        return untilClose;
    }

    boolean complete() {
        return state == State.COMPLETE;
    }

    /** The connection ended: whether that completes the body. */
    boolean completedByEnd() {
        if (untilClose) {
            state = State.COMPLETE;
        }
        return complete();
    }

    /** Where the body bytes that the last {@link #decode} found begin. */
    int from() {
        return from;
    }

    /** Where they end. */
    int to() {
        return to;
    }

    /**
     * Finds the body bytes in {@code b[start, end)} and moves them together, within that range.
     *
     * @return where the received bytes begin that do not belong to this answer; {@code end} unless it is complete
     */
    int decode(byte[] b, int start, int end) throws ExchangeFailure {
        from = start;
        to = start;
        int at = start;
        while (at < end && state != State.COMPLETE) {
            if (state == State.DATA) {
                at = data(b, at, end);
            } else {
                step(b[at++]);
            }
        }
        return at;
    }

    private int data(byte[] b, int at, int end) {
        int count = (int) Math.min(left, end - at);
        if (from == to) {
            from = at;
            to = at;
        } else {
            System.arraycopy(b, at, b, to, count);
        }
        to += count;
        if (!untilClose) {
            left -= count;
        }
        if (left == 0) {
            state = chunked ? State.DATA_CR : State.COMPLETE;
        }
        return at + count;
    }

    private void step(byte octet) throws ExchangeFailure {
        switch (state) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> {
                expect(octet, '\n');
                state = left == 0 ? State.TRAILER_START : State.DATA;
            }
            case DATA_CR -> {
                expect(octet, '\r');
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                expect(octet, '\n');
                state = State.SIZE;
                digits = 0;
                extension = 0;
            }
            case TRAILER_START -> {
                state = octet == '\r' ? State.LAST_LF : State.TRAILER;
                trailer(octet);
            }
            case TRAILER -> {
                state = octet == '\r' ? State.TRAILER_LF : State.TRAILER;
                trailer(octet);
            }
            case TRAILER_LF -> {
                expect(octet, '\n');
                state = State.TRAILER_START;
            }
            case LAST_LF -> {
                expect(octet, '\n');
                state = State.COMPLETE;
            }
            case DATA, COMPLETE -> throw new IllegalStateException(state.name());
        }
    }

    private void size(byte octet) throws ExchangeFailure {
        int digit = Character.digit(octet, 16);
        if (digit >= 0 && octet > 0) {
            if (++digits > MAX_SIZE_DIGITS) {
                throw ExchangeFailure.badResponse("a chunk size of more than " + MAX_SIZE_DIGITS + " digits");
            }
            left = (digits == 1 ? 0 : left << 4) + digit;
            return;
        }
        if (digits == 0) {
            throw ExchangeFailure.badResponse("a chunk without a size");
        }
        state = switch (octet) {
            case '\r' -> State.SIZE_LF;
            case ';', ' ', '\t' -> State.EXTENSION;
            default -> throw ExchangeFailure.badResponse("a chunk size that is no hexadecimal number");
        };
    }

    private void extension(byte octet) throws ExchangeFailure {
        if (octet == '\r') {
            state = State.SIZE_LF;
        } else if (octet == '\n' || ++extension > MAX_EXTENSION) {
            throw ExchangeFailure.badResponse("a broken or too long chunk extension");
        }
    }

    private void trailer(byte octet) throws ExchangeFailure {
        if (octet == '\n' || ++trailers > MAX_TRAILERS) {
            throw ExchangeFailure.badResponse("broken or too long trailers");
        }
    }

    private static void expect(byte octet, char wanted) throws ExchangeFailure {
        if (octet != wanted) {
            throw ExchangeFailure.badResponse("chunks that are not ended by CRLF");
        }
    }
}
