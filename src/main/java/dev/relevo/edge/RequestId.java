package dev.relevo.edge;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The name of a request in headers and logs. */
final class RequestId {
    private static final int MAX_LENGTH = 128;
    private static final int RANDOM_BYTES = 12;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

    private RequestId() {}

    /** The client's own id if it is harmless, else a new one: {@code req_} and 24 hex digits. */
    static String of(@Nullable String told, RandomGenerator random) {
        if (told != null && harmless(told)) {
            return told;
        }
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return "req_" + HexFormat.of().formatHex(bytes);
    }

    private static boolean harmless(String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }
}
