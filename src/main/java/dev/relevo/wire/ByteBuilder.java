package dev.relevo.wire;

import java.util.Arrays;

/** An array that grows by what is appended. */
final class ByteBuilder {
    private static final byte[] NOTHING = {};
    private static final int LEAST = 512;

    private byte[] array = NOTHING;
    private int length;

    void append(byte[] bytes, int from, int to) {
        int longer = Math.addExact(length, to - from);
        reserve(longer);
        System.arraycopy(bytes, from, array, length, to - from);
        length = longer;
    }

    void append(byte b) {
        reserve(Math.addExact(length, 1));
        array[length++] = b;
    }

    private void reserve(int needed) {
        if (needed > array.length) {
            long ample = Math.max(LEAST, Math.min(2L * array.length, Integer.MAX_VALUE - 8));
            array = Arrays.copyOf(array, (int) Math.max(needed, ample));
        }
    }

    /** The bytes from 0 to just before {@link #length}; another array may take its place at the next append. */
    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }
}
