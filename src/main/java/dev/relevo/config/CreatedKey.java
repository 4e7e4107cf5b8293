package dev.relevo.config;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** What access keys look like that are created by command: {@code rk-} and 192 random bits in 32 characters. */
public final class CreatedKey {
    /** Of how many characters one is. */
    public static final int LENGTH = 35;

    private static final String PREFIX = "rk-";
    private static final int RANDOM_BYTES = 24;

    private CreatedKey() {}

    /** A new one. */
    public static Secret make(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Where one that begins there ends; -1 if none does. Such a key is known by its looks alone, since nobody keeps it. */
    public static int end(String text, int from) {
        if (!text.startsWith(PREFIX, from)) {
            return -1;
        }
        int end = from + PREFIX.length();
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end - from < LENGTH ? -1 : end;
    }

    /** Of base 64, for URLs (RFC 4648, 5). */
    private static boolean isDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
