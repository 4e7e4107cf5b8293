package dev.relevo.edge;

import java.io.ByteArrayOutputStream;

/**
 * A body in chunks (RFC 9112, 7.1), read strictly and framed anew for the server library: extensions and trailers are left
 * out, which it takes for something else, and each piece is a chunk of its own, since it keeps a chunk until it is whole.
 */
final class ChunkReader {
    /** Enough for any size, with zeros before it; an endless one is none. */
    private static final int MOST_DIGITS = 16;

    private enum At {
        FIRST_DIGIT,
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        /** The beginning of a line after the last chunk. */
        TRAILER_START,
        TRAILER,
        TRAILER_LF,
        END_LF,
        END
    }

    private At at = At.FIRST_DIGIT;
    private int digits;
    private long left;
    private int read;

    /** Whether the body has come whole. */
    boolean isWhole() {
        return at == At.END;
    }

    /** Up to which index the last call of {@link #take} read. */
    int read() {
        return read;
    }

    /** Reads up to that index, or to the end of the body; what the parser gets for it, perhaps nothing. */
    byte[] take(byte[] bytes, int from, int to) throws MalformedRequest {
        ByteArrayOutputStream taken = new ByteArrayOutputStream(to - from + 16);
        read = from;
        while (read < to && at != At.END) {
            if (at == At.DATA) {
                takeData(bytes, to, taken);
            } else {
                at = next(bytes[read++]);
            }
        }
        if (at == At.END) {
            taken.writeBytes(Chunks.last(Chunks.NONE));
        }
        return taken.toByteArray();
    }

    private void takeData(byte[] bytes, int to, ByteArrayOutputStream taken) {
        int count = (int) Math.min(left, to - read);
        taken.writeBytes(Chunks.chunk(Chunks.NONE, bytes, read, read + count));
        read += count;
        left -= count;
        if (left == 0) {
            at = At.DATA_CR;
        }
    }

    /** Where it stands after a byte that is no data. */
    private At next(byte b) throws MalformedRequest {
        return switch (at) {
            case FIRST_DIGIT -> sized(b);
            case SIZE ->
                switch (b) {
                    case '\r' -> At.SIZE_LF;
                    case ';' -> At.EXTENSION;
                    default -> sized(b);
                };
            case EXTENSION -> b == '\r' ? At.SIZE_LF : text(b, At.EXTENSION);
            case SIZE_LF -> expected('\n', b, left == 0 ? At.TRAILER_START : At.DATA);
            case DATA_CR -> expected('\r', b, At.DATA_LF);
            case DATA_LF -> expected('\n', b, firstDigit());
            case TRAILER_START -> b == '\r' ? At.END_LF : fieldStart(b);
            case TRAILER -> b == '\r' ? At.TRAILER_LF : text(b, At.TRAILER);
            case TRAILER_LF -> expected('\n', b, At.TRAILER_START);
            case END_LF -> expected('\n', b, At.END);
            case DATA, END -> throw new IllegalStateException(at.name());
        };
    }

    private At firstDigit() {
        digits = 0;
        left = 0;
        return At.FIRST_DIGIT;
    }

    private At sized(byte b) throws MalformedRequest {
        int digit = b < 0 ? -1 : Character.digit((char) b, 16);
        digits++;
        left = left << 4 | digit;
        if (digit < 0 || digits > MOST_DIGITS || left > Integer.MAX_VALUE) {
            throw MalformedRequest.broken();
        }
        return At.SIZE;
    }

    private static At fieldStart(byte b) throws MalformedRequest {
        if (!FieldLine.isTokenCharacter(b)) {
            throw MalformedRequest.broken();
        }
        return At.TRAILER;
    }

    private static At text(byte b, At same) throws MalformedRequest {
        if (HeadReader.isControl(b)) {
            throw MalformedRequest.broken();
        }
        return same;
    }

    private static At expected(char wanted, byte b, At then) throws MalformedRequest {
        if (b != wanted) {
            throw MalformedRequest.broken();
        }
        return then;
    }
}
