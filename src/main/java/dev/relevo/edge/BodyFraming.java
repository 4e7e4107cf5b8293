package dev.relevo.edge;

import io.helidon.common.buffers.BufferData;

/** How the end of an answer's body is told (RFC 9112, 6.3). */
enum BodyFraming {
    CHUNKED,
    /** By a length in the head. */
    COUNTED,
    /** By the end of the connection: all that HTTP/1.0 knows where there is no length. */
    UNTIL_CLOSE;

    /** The header line that tells it. */
    String line(long length) {
        return switch (this) {
            case CHUNKED -> "Transfer-Encoding: chunked\r\n";
            case COUNTED -> "Content-Length: " + length + "\r\n";
            case UNTIL_CLOSE -> "";
        };
    }

    /** {@code head} and then the bytes, of which there must be some. */
    BufferData piece(byte[] head, byte[] bytes, int from, int to) {
        if (this == CHUNKED) {
            return BufferData.create(Chunks.chunk(head, bytes, from, to));
        }
        return head.length == 0
                ? BufferData.createReadOnly(bytes, from, to - from)
                : BufferData.create(Chunks.joined(head, bytes, from, to));
    }

    /** {@code head}, the bytes, of which there must be some, and the end of the body. */
    BufferData lastPiece(byte[] head, byte[] bytes, int from, int to) {
        return this == CHUNKED
                ? BufferData.create(Chunks.lastChunk(head, bytes, from, to))
                : piece(head, bytes, from, to);
    }

    /** {@code head} and the end of the body; perhaps nothing. */
    byte[] end(byte[] head) {
        return this == CHUNKED ? Chunks.last(head) : head;
    }
}
