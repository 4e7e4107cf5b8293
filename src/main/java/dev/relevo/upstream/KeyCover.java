package dev.relevo.upstream;

import dev.relevo.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Covers the API key that a request was sent with where its answer quotes it, by as many asterisks, so that no length
 * changes. Looks only at some of the bytes (Horspool's search), so that answers without it, which are all, cost nothing
 * that can be measured. Found is the key as it is, within one event or body; not with its characters escaped.
 */
public final class KeyCover {
    private static final byte STAR = '*';

    private final byte[] key;

    /** By the byte that stands where the key's last one would: how far on the key may stand at the earliest. */
    private final int[] skip = new int[256];

    /** @param key null for none; one too short to be a secret counts as none */
    KeyCover(@Nullable Secret key) {
        String text = key == null ? "" : key.value();
        this.key = (text.length() < Redaction.SHORTEST_SECRET ? "" : text).getBytes(StandardCharsets.UTF_8);
        Arrays.fill(skip, this.key.length);
        for (int i = 0; i < this.key.length - 1; i++) {
            skip[this.key[i] & 0xff] = this.key.length - 1 - i;
        }
    }

    /** Where the key begins; -1 if it is not there. */
    int find(byte[] bytes, int from, int to) {
        int length = key.length;
        if (length == 0) {
            return -1;
        }
        byte last = key[length - 1];
        for (int end = from + length - 1; end < to; end += skip[bytes[end] & 0xff]) {
            if (bytes[end] == last && Arrays.equals(bytes, end - length + 1, end, key, 0, length - 1)) {
                return end - length + 1;
            }
        }
        return -1;
    }

    /** Covers the key wherever it stands there, in place. */
    void cover(byte[] bytes, int from, int to) {
        for (int at = find(bytes, from, to); at >= 0; at = find(bytes, at + key.length, to)) {
            Arrays.fill(bytes, at, at + key.length, STAR);
        }
    }

    /** How many of the last bytes may be the beginning of the key. */
    int begun(byte[] bytes, int from, int to) {
        int length = Math.min(key.length - 1, to - from);
        while (length > 0 && !Arrays.equals(bytes, to - length, to, key, 0, length)) {
            length--;
        }
        return Math.max(0, length);
    }
}
