package dev.relevo.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Ways in which the same bytes may arrive. The bytes alone decide where they are cut, so that a finding can be repeated. */
public final class Pieces {
    private Pieces() {}

    /** In one piece, byte by byte, and cut at a few and at many places. */
    public static List<List<byte[]>> of(byte[] bytes) {
        Random random = new Random(Arrays.hashCode(bytes));
        return List.of(List.of(bytes), pieces(bytes, 1, random), pieces(bytes, 8, random), pieces(bytes, 64, random));
    }

    /** @param most bytes in a piece */
    private static List<byte[]> pieces(byte[] bytes, int most, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces;
    }
}
