package dev.relevo.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches that look at eight bytes at a time.
 *
 * <p>A word's byte is marked by its top bit. The subtraction in {@link #below} may also mark bytes above a true hit, since
 * it borrows, but never one below it, and only the lowest mark is used.
 */
final class ByteScan {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private ByteScan() {}

    /** The index of the first LF or CR, or {@code to}. */
    static int lineEnd(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = (long) WORD.get(bytes, at);
            long marks = equal(word, '\n') | equal(word, '\r');
            if (marks != 0) {
                return at + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    /** The index of the first byte that is not plain in a JSON string (quote, backslash, control, non-ASCII), or {@code to}. */
    static int plainEnd(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = (long) WORD.get(bytes, at);
            long marks = equal(word, '"') | equal(word, '\\') | below(word, ' ') | (word & TOPS);
            if (marks != 0) {
                return at + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        while (at < to && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private static long equal(long word, char ascii) {
        return below(word ^ (ONES * ascii), (char) 1);
    }

    private static long below(long word, char ascii) {
        return (word - ONES * ascii) & ~word & TOPS;
    }
}
