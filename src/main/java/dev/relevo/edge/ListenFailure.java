package dev.relevo.edge;

import org.jspecify.annotations.Nullable;

/** The listener could not start; the message says why and what to do about it. */
public final class ListenFailure extends Exception {
    private static final long serialVersionUID = 1;

    ListenFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
