package dev.relevo.upstream;

import java.util.Arrays;

/** A body that comes in pieces, our key covered also where it is split between two. Used by one thread. */
public final class CoveredBody {
    private final KeyCover cover;

    /** What may be the beginning of the key. */
    private byte[] kept = new byte[0];

    CoveredBody(KeyCover cover) {
        this.cover = cover;
    }

    /** What may be sent now that this piece came, the caller's to keep. */
    public byte[] next(byte[] bytes, int from, int to) {
        byte[] piece = Arrays.copyOf(kept, kept.length + to - from);
        System.arraycopy(bytes, from, piece, kept.length, to - from);
        cover.cover(piece, 0, piece.length);
        int end = piece.length - cover.begun(piece, 0, piece.length);
        kept = Arrays.copyOfRange(piece, end, piece.length);
        return end == piece.length ? piece : Arrays.copyOf(piece, end);
    }

    /** What is left at the body's end. */
    public byte[] rest() {
        return kept;
    }
}
