package dev.relevo.upstream;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;

/** What a system says when it is this process, or this machine, that lacks something, and not the other side that fails. */
final class Starvation {
    /** EMFILE and ENFILE, EADDRNOTAVAIL (no local port is free), ENOBUFS, ENOMEM; as Linux and macOS word them. */
    private static final String[] WORDS = {
        "too many open files", "assign requested address", "no buffer space", "cannot allocate memory"
    };

    private Starvation() {}

    static boolean isTold(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return Stream.of(WORDS).anyMatch(message::contains);
    }
}
