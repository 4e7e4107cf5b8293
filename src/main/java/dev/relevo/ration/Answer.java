package dev.relevo.ration;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client was answered.
 *
 * @param after how long to come again, null if none was told
 */
record Answer(int status, @Nullable Duration after, String body) {
    static final int OK = 200;
    static final int LIMITED = 429;

    boolean isWhole() {
        return status == OK && body.contains("\"stop\"");
    }

    boolean isLimited() {
        return status == LIMITED;
    }
}
