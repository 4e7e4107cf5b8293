package dev.relevo.faulty;

/** A named point of an answer. */
public sealed interface Point {
    /** The request was read, nothing was sent, not even a 1xx. */
    record BeforeHead() implements Point {}

    /** The head is out, with its blank line, and no byte of the body's framing. */
    record AfterHead() implements Point {}

    /** So many bytes of the body are out, counted without its framing. */
    record AfterBody(int bytes) implements Point {}

    /** So many pieces of the body (chunks; events, where it is a stream) are out with their framing. */
    record AfterPieces(int pieces) implements Point {}

    /** So many bytes are out, counted on the wire from the answer's first one. */
    record AfterWire(int bytes) implements Point {}

    /** The whole answer is out. */
    record AtEnd() implements Point {}

    static Point beforeHead() {
        return new BeforeHead();
    }

    static Point afterHead() {
        return new AfterHead();
    }

    static Point afterBody(int bytes) {
        return new AfterBody(bytes);
    }

    static Point afterPieces(int pieces) {
        return new AfterPieces(pieces);
    }

    static Point afterWire(int bytes) {
        return new AfterWire(bytes);
    }

    static Point atEnd() {
        return new AtEnd();
    }
}
