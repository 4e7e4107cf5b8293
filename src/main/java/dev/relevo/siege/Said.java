package dev.relevo.siege;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param head with its blank line
 * @param body without its framing
 */
record Said(String head, String body) {
    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    /** The first field of that name, in lower case, or null. */
    @Nullable
    String header(String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    boolean isLast() {
        return "close".equals(header("connection"));
    }

    boolean isChunked() {
        return "chunked".equals(header("transfer-encoding"));
    }

    /** Of the body as it was promised. */
    int length() {
        String length = header("content-length");
        return length == null ? 0 : Integer.parseInt(length);
    }
}
