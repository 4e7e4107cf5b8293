package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the heads of a connection's HTTP/1.0 requests, a version that the server library's parser does not know, into
 * heads of HTTP/1.1. What else follows from the version is seen to by whoever asks {@link #isSpoken}.
 */
final class Http10 {
    /** The longest line that a request may begin with; beyond it 414. */
    static final int LONGEST_LINE = 16 * 1024;

    /** Stands for the host of a request that names none, which HTTP/1.1 does not allow. */
    static final String NO_HOST = "no-host.invalid";

    private static final byte[] VERSION = " HTTP/1.0\r\n".getBytes(ISO_8859_1);
    private static final int MINOR = VERSION.length - 3;
    private static final byte[] HOST = "host:".getBytes(ISO_8859_1);
    private static final byte[] MISSING_HOST = ("Host: " + NO_HOST + "\r\n").getBytes(ISO_8859_1);
    private static final byte[] END = "\r\n\r\n".getBytes(ISO_8859_1);

    private final Supplier<byte @Nullable []> more;
    private boolean spoken;

    /** @param more the bytes that come next, or null at the end */
    Http10(Supplier<byte @Nullable []> more) {
        this.more = more;
    }

    /** Whether the connection's client speaks HTTP/1.0. */
    boolean isSpoken() {
        return spoken;
    }

    /**
     * What the parser is to get for the first bytes of a request: the same, or with what follows them.
     *
     * @param most how many bytes a head may have
     */
    byte[] translated(byte[] first, int most) {
        byte[] begun = readUntil(Http10::isTold, first, most);
        if (!isHttp10(begun)) {
            return begun;
        }
        spoken = true;
        return upgraded(readUntil(Http10::isWhole, begun, most));
    }

    private byte[] readUntil(Predicate<byte[]> enough, byte[] first, int most) {
        byte[] begun = first;
        while (!enough.test(begun) && begun.length < most) {
            byte[] next = more.get();
            if (next == null) {
                return begun;
            }
            begun = Chunks.joined(begun, next, 0, next.length);
        }
        return begun;
    }

    /** Whether enough is there to tell the version, or the line is longer than any may be. */
    private static boolean isTold(byte[] begun) {
        return begun.length > LONGEST_LINE || lineEnd(begun, 0) < begun.length;
    }

    private static boolean isHttp10(byte[] begun) {
        int version = version(begun);
        return version >= 0 && startsWith(begun, version, VERSION);
    }

    /** Whether the head is whole. */
    private static boolean isWhole(byte[] begun) {
        for (int i = 0; i + END.length <= begun.length; i++) {
            if (startsWith(begun, i, END)) {
                return true;
            }
        }
        return false;
    }

    /** The same request as one of HTTP/1.1; only a whole head is known to lack a host. */
    private static byte[] upgraded(byte[] request) {
        int line = version(request) + VERSION.length;
        byte[] missing = hasHost(request, line) || !isWhole(request) ? Chunks.NONE : MISSING_HOST;
        byte[] upgraded = Arrays.copyOf(request, request.length + missing.length);
        upgraded[version(request) + MINOR] = '1';
        System.arraycopy(missing, 0, upgraded, line, missing.length);
        System.arraycopy(request, line, upgraded, line + missing.length, request.length - line);
        return upgraded;
    }

    private static boolean hasHost(byte[] request, int from) {
        int line = from;
        while (line < request.length && request[line] != '\r') {
            if (startsWith(request, line, HOST)) {
                return true;
            }
            line = lineEnd(request, line) + 1;
        }
        return false;
    }

    /** Where the version would be, negative if nowhere. */
    private static int version(byte[] begun) {
        int end = lineEnd(begun, 0);
        return end == begun.length ? -1 : end + 1 - VERSION.length;
    }

    /** The index of the next LF, or the length. */
    private static int lineEnd(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Without regard to the case of what is looked at; {@code start} is in lower case where that matters. */
    private static boolean startsWith(byte[] bytes, int at, byte[] start) {
        if (at + start.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            int c = bytes[at + i];
            if (c != start[i] && (c < 'A' || c > 'Z' || c + ('a' - 'A') != start[i])) {
                return false;
            }
        }
        return true;
    }
}
