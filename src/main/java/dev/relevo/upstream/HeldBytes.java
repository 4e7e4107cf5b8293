package dev.relevo.upstream;

import java.io.ByteArrayOutputStream;

/** An answer's bytes that are held back. */
final class HeldBytes extends ByteArrayOutputStream {
    /** @param expected how many there will be; where that proves right, they are not copied */
    HeldBytes(int expected) {
        super(expected);
    }

    /** What came, after which nothing may be added. */
    @Override
    public byte[] toByteArray() {
        return count == buf.length ? buf : super.toByteArray();
    }
}
