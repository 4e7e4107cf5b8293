package dev.relevo.wire;

import org.jspecify.annotations.Nullable;

/** The value of a JSON number, in time linear in its length however large its exponent is. */
final class JsonNumber {
    /** As many decimal digits as {@link Long#MAX_VALUE} has; any such number fits 64 bits unsigned. */
    private static final int MAX_DIGITS = 19;

    private JsonNumber() {}

    /** The value of the well-formed number in that range, or null if it is no integer of 64 bits. */
    static @Nullable Long integer(byte[] bytes, int from, int to) {
        int end = indexOf('e', bytes, from, to);
        int point = indexOf('.', bytes, from, end);
        int first = from;
        while (first < end && !isSignificant(bytes[first])) {
            first++;
        }
        if (first == end) {
            return 0L;
        }
        int last = end - 1;
        while (!isSignificant(bytes[last])) {
            last--;
        }
        long exponent = exponent(bytes, end, to);
        long scale = exponent + powerOfTen(last, point);
        if (scale < 0 || exponent + powerOfTen(first, point) >= MAX_DIGITS) {
            return null;
        }
        return signed(bytes[from] == '-', magnitude(bytes, first, last, scale));
    }

    private static int indexOf(char wanted, byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] | 0x20) != (wanted | 0x20)) {
            at++;
        }
        return at;
    }

    private static boolean isSignificant(byte b) {
        return b >= '1' && b <= '9';
    }

    /** Which power of ten the digit at an index counts, before the exponent. */
    private static int powerOfTen(int digit, int point) {
        return digit < point ? point - 1 - digit : point - digit;
    }

    /** The exponent, held within a range that no array's number of digits can make up for. */
    private static long exponent(byte[] bytes, int from, int to) {
        long value = 0;
        for (int at = from; at < to; at++) {
            if (JsonToken.isDigit(bytes[at])) {
                value = Math.min(value * 10 + bytes[at] - '0', 1L << 40);
            }
        }
        return from + 1 < to && bytes[from + 1] == '-' ? -value : value;
    }

    private static long magnitude(byte[] bytes, int first, int last, long scale) {
        long value = 0;
        for (int at = first; at <= last; at++) {
            if (bytes[at] != '.') {
                value = value * 10 + bytes[at] - '0';
            }
        }
        for (long power = 0; power < scale; power++) {
            value *= 10;
        }
        return value;
    }

    private static @Nullable Long signed(boolean negative, long magnitude) {
        if (magnitude >= 0) {
            return negative ? -magnitude : magnitude;
        }
        return negative && magnitude == Long.MIN_VALUE ? magnitude : null;
    }
}
