package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Chunked framing (RFC 9112, 7.1), each piece as one array so that it leaves in one write. */
final class Chunks {
    static final byte[] NONE = new byte[0];

    private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);
    private static final byte[] END_OF_CHUNK = "\r\n".getBytes(ISO_8859_1);
    private static final byte[] LAST = "0\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] END_OF_CHUNK_AND_LAST = "\r\n0\r\n\r\n".getBytes(ISO_8859_1);

    private Chunks() {}

    /** {@code prefix} and then the bytes as one chunk; there must be some, since an empty chunk ends the body. */
    static byte[] chunk(byte[] prefix, byte[] bytes, int from, int to) {
        return framed(prefix, bytes, from, to, END_OF_CHUNK);
    }

    /** {@code prefix}, the bytes as one chunk, of which there must be some, and the end of the body. */
    static byte[] lastChunk(byte[] prefix, byte[] bytes, int from, int to) {
        return framed(prefix, bytes, from, to, END_OF_CHUNK_AND_LAST);
    }

    /** {@code prefix} and then the end of the body. */
    static byte[] last(byte[] prefix) {
        return prefix.length == 0 ? LAST : joined(prefix, LAST, 0, LAST.length);
    }

    static byte[] joined(byte[] prefix, byte[] bytes, int from, int to) {
        byte[] out = new byte[prefix.length + (to - from)];
        System.arraycopy(prefix, 0, out, 0, prefix.length);
        System.arraycopy(bytes, from, out, prefix.length, to - from);
        return out;
    }

    /** How many it takes to write a number above zero. */
    private static int hexDigits(int number) {
        return (35 - Integer.numberOfLeadingZeros(number)) >>> 2;
    }

    private static byte[] framed(byte[] prefix, byte[] bytes, int from, int to, byte[] suffix) {
        int size = to - from;
        int sizeEnd = prefix.length + hexDigits(size);
        int start = sizeEnd + END_OF_CHUNK.length;
        int end = start + size;
        byte[] out = new byte[end + suffix.length];
        System.arraycopy(prefix, 0, out, 0, prefix.length);
        for (int at = sizeEnd, left = size; at > prefix.length; left >>>= 4) {
            out[--at] = HEX[left & 0xf];
        }
        System.arraycopy(END_OF_CHUNK, 0, out, sizeEnd, END_OF_CHUNK.length);
        System.arraycopy(bytes, from, out, start, size);
        System.arraycopy(suffix, 0, out, end, suffix.length);
        return out;
    }
}
