package dev.relevo.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Changes to a byte array that leave every other byte as it is. They are given in any order by offsets in the source
 * and must not overlap. An insertion stands before a replacement that begins at the same offset; insertions at the same
 * offset stand in the order in which they were given.
 */
public final class Splices {
    private static final Comparator<Splice> BY_PLACE =
            Comparator.<Splice>comparingInt(splice -> splice.from).thenComparingInt(splice -> splice.to);

    private final byte[] source;
    private final List<Splice> splices = new ArrayList<>(4);

    private static final class Splice {
        final int from;
        final int to;
        final byte[] with;

        Splice(int from, int to, byte[] with) {
            this.from = from;
            this.to = to;
            this.with = with;
        }
    }

    /** No changes yet to that array, which is never written to. */
    public Splices(byte[] source) {
        this.source = source;
    }

    /**
     * Puts {@code with} in place of the bytes from {@code from} to just before {@code to}.
     *
     * @throws IndexOutOfBoundsException if the source has no such range
     */
    public void replace(int from, int to, byte[] with) {
        Objects.checkFromToIndex(from, to, source.length);
        splices.add(new Splice(from, to, with));
    }

    /** Puts {@code added} before the byte at {@code at}. */
    public void insert(int at, byte[] added) {
        replace(at, at, added);
    }

    /** Leaves out the bytes from {@code from} to just before {@code to}. */
    public void remove(int from, int to) {
        replace(from, to, new byte[0]);
    }

    public boolean isEmpty() {
        return splices.isEmpty();
    }

    /**
     * The source with all changes made: a new array, or the source itself if there are none.
     *
     * @throws IllegalStateException if two changes overlap
     */
    public byte[] apply() {
        if (splices.isEmpty()) {
            return source;
        }
        splices.sort(BY_PLACE);
        byte[] result = new byte[resultLength()];
        int read = 0;
        int written = 0;
        for (Splice splice : splices) {
            int kept = splice.from - read;
            System.arraycopy(source, read, result, written, kept);
            System.arraycopy(splice.with, 0, result, written + kept, splice.with.length);
            written += kept + splice.with.length;
            read = splice.to;
        }
        System.arraycopy(source, read, result, written, source.length - read);
        return result;
    }

    private int resultLength() {
        int length = source.length;
        int past = 0;
        for (Splice splice : splices) {
            if (splice.from < past) {
                throw new IllegalStateException("splices overlap at byte " + splice.from);
            }
            past = splice.to;
            length = Math.addExact(length, splice.with.length - (splice.to - splice.from));
        }
        return length;
    }
}
