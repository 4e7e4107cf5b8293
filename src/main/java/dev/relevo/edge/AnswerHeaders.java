package dev.relevo.edge;

import dev.relevo.wire.Headers;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Headers that every answer to a request carries: its id, and what lets an admitted page read it (CORS). */
final class AnswerHeaders {
    /** Field names as a browser lists them (Fetch, 4.8). */
    private static final Pattern NAMES =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++(?:[ \\t]*,[ \\t]*[!#$%&'*+.^_`|~0-9A-Za-z-]++)*+");

    private static final int LONGEST_NAMES = 4096;

    private AnswerHeaders() {}

    /** @param origin the page that asked, if there is one and it is admitted */
    static Headers of(String requestId, @Nullable String origin) {
        Headers headers = new Headers(1).add("x-request-id", requestId);
        if (origin != null) {
            headers.add("Access-Control-Allow-Origin", origin)
                    .add("Access-Control-Expose-Headers", "*")
                    .add("Vary", "Origin");
        }
        return headers;
    }

    /**
     * What a browser asks before it sends a request of another origin's page. It is told the very header names it asked
     * for, since a wildcard would not cover {@code Authorization}.
     */
    static Headers preflight(String allow, String askedHeaders) {
        Headers headers = new Headers().add("Allow", allow).add("Access-Control-Allow-Methods", allow);
        if (askedHeaders.length() <= LONGEST_NAMES
                && NAMES.matcher(askedHeaders).matches()) {
            headers.add("Access-Control-Allow-Headers", askedHeaders);
        }
        return headers.add("Access-Control-Max-Age", "7200");
    }
}
