package dev.relevo.upstream;

import org.jspecify.annotations.Nullable;

/**
 * A parsed head and what it says about the rest.
 *
 * @param keepAlive whether the connection may serve another exchange once the body is complete
 * @param coding the content coding, in lower case, or null for identity
 */
record Head(
        ResponseHead answer,
        Framing framing,
        boolean keepAlive,
        @Nullable String coding) {
    boolean interim() {
        return answer.status() < 200;
    }
}
