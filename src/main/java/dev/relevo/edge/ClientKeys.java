package dev.relevo.edge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The access keys of clients, held as digests and compared in a time that tells nothing about them. */
final class ClientKeys {
    private static final String BEARER = "Bearer ";
    /** OpenAI's clients send the first, Anthropic's the second, Azure's the third. */
    private static final List<HeaderName> NAMES =
            List.of(HeaderNames.AUTHORIZATION, HeaderNames.create("x-api-key"), HeaderNames.create("api-key"));

    private final List<AccessKey> known;

    ClientKeys(List<AccessKey> keys) {
        this.known = keys;
    }

    /** Which of them the request came with; null if none. */
    @Nullable
    AccessKey of(Headers head) {
        AccessKey key = null;
        for (HeaderName name : NAMES) {
            String sent = head.first(name).orElse(null);
            if (sent != null) {
                AccessKey found = find(name.equals(HeaderNames.AUTHORIZATION) ? bearer(sent) : sent.strip());
                key = found == null ? key : found;
            }
        }
        return key;
    }

    /** Looks at all of them, so that the time does not tell which one it is. */
    private @Nullable AccessKey find(String sent) {
        byte[] digest = AccessKey.digest(sent);
        AccessKey found = null;
        for (AccessKey each : known) {
            if (each.is(digest)) {
                found = each;
            }
        }
        return found;
    }

    /** The scheme is compared without regard to case (RFC 9110, 11.1); of another scheme nothing is left. */
    private static String bearer(String sent) {
        return sent.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? sent.substring(BEARER.length()).strip()
                : "";
    }
}
